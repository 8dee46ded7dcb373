import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cloudFormationCommand, renderCloudFormation } from './cloudformation';
import { terraformCommands } from './commands';
import { minimalPolicy } from './minimal-policy';
import { bundleName, shellQuote } from './names';
import { anOnboarding, SOME_ACTIONS } from './testing/onboarding';

type Parameter = { AllowedPattern?: string; AllowedValues?: string[]; Default?: unknown };
const template = parse(renderCloudFormation(anOnboarding()).template.content, { logLevel: 'silent' });
const declared: Record<string, Parameter> = template.Parameters;

/** What a real shell hands to a program as its arguments. */
const shellWords = (words: string) =>
  execFileSync('sh', ['-c', `for word in ${words}; do printf '%s\\0' "$word"; done`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

describe('renderCloudFormation', () => {
  it('gives parameters that the template declares and accepts, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (integrationName) => {
        const { parameters } = renderCloudFormation(anOnboarding({ integrationName }));
        for (const [name, value] of Object.entries(parameters)) {
          const { AllowedPattern, AllowedValues } = declared[name] ?? { AllowedValues: [] };
          expect(value).toMatch(new RegExp(AllowedPattern ?? ''));
          expect(AllowedValues ?? [value]).toContain(value);
        }
      }),
    );
  });

  it('sets every parameter that has no default', () => {
    const required = Object.keys(declared).filter((name) => declared[name]?.Default === undefined);
    expect(Object.keys(renderCloudFormation(anOnboarding()).parameters)).toEqual(expect.arrayContaining(required));
  });

  it('has a template that the values do not change', () => {
    const change = {
      integrationName: '"}',
      permissionSet: 'minimal',
      minimalPolicy: minimalPolicy(SOME_ACTIONS),
    } as const;
    expect(renderCloudFormation(anOnboarding(change)).template).toEqual(renderCloudFormation(anOnboarding()).template);
  });

  it('takes a policy that is longer than one parameter in several', () => {
    const many = Array.from({ length: 200 }, (_, index) => `iam:SomeRatherLongAction${index}`);
    const input = anOnboarding({ permissionSet: 'minimal', minimalPolicy: minimalPolicy(many) });
    const { MinimalPolicy = '', MinimalPolicy2 = '', MinimalPolicy3 } = renderCloudFormation(input).parameters;
    const actions = [MinimalPolicy, MinimalPolicy2].flatMap((text) =>
      JSON.parse(text).Statement.flatMap((each: { Action: string[] }) => each.Action),
    );
    expect(actions.sort()).toEqual([...many].sort());
    expect(MinimalPolicy3).toBe('');
  });

  it('takes the supplement of the set that it is for, and of no other', () => {
    const supplementPolicy = minimalPolicy(['glue:GetJob']);
    const parameterOf = (permissionSet: 'security_audit' | 'read_only') =>
      renderCloudFormation(anOnboarding({ permissionSet, supplementPolicy })).parameters.SupplementPolicy;
    expect(parameterOf('security_audit')).toBe(JSON.stringify(supplementPolicy));
    expect(parameterOf('read_only')).toBe('');
  });

  it('says so when the minimal policy is longer than the parameters may be', () => {
    const Action = Array.from({ length: 500 }, (_, index) => `iam:SomeRatherLongAction${index}`);
    const policy = { Version: '2012-10-17' as const, Statement: [{ Effect: 'Allow' as const, Action, Resource: '*' }] };
    expect(() => renderCloudFormation(anOnboarding({ permissionSet: 'minimal', minimalPolicy: policy }))).toThrow(
      /Use Terraform/,
    );
  });
});

describe('commands', () => {
  it('reach a shell as the words that were meant', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
          { minLength: 1 },
        ),
        (words) => {
          expect(shellWords(words.map(shellQuote).join(' '))).toEqual(words);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('pass the whole policy as one parameter of the stack', () => {
    const policy = minimalPolicy(SOME_ACTIONS);
    const command = cloudFormationCommand(anOnboarding({ permissionSet: 'minimal', minimalPolicy: policy }));
    const deploy = command.split('\naws cloudformation describe-stacks')[0] ?? '';
    expect(shellWords(deploy)).toContain(`MinimalPolicy=${JSON.stringify(policy)}`);
  });

  it('name the sandbox only when there is one', () => {
    expect(cloudFormationCommand(anOnboarding())).not.toContain('--endpoint-url');
    expect(cloudFormationCommand(anOnboarding({ endpointUrl: 'http://127.0.0.1:4600' }))).toContain(
      '--endpoint-url http://127.0.0.1:4600',
    );
  });

  it('are the same for both tools but for the name', () => {
    const tofu = terraformCommands(anOnboarding(), 'tofu');
    expect(tofu.map((line) => line.replace(/^tofu/, 'terraform'))).toEqual(
      terraformCommands(anOnboarding(), 'terraform'),
    );
    expect(tofu).toContain('cd mooring-payments-prod');
  });

  it('use a folder name without surprises', () => {
    expect(bundleName('../../etc "x"')).toBe('mooring-etc-x');
    expect(bundleName('日本')).toBe('mooring-account');
  });
});
