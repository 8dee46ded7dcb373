import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requiredActions } from '@/lib/collectors/registry';
import { MAX_POLICY_CHARACTERS, minimalPolicy, policyParts } from './minimal-policy';

const action = fc
  .tuple(fc.constantFrom('iam', 's3', 'access-analyzer'), fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,20}$/))
  .map(([service, name]) => `${service}:${name}`);

describe('minimalPolicy', () => {
  it('allows exactly the actions, one statement a service, sorted', () => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 60 }), (actions) => {
        const policy = minimalPolicy(actions);
        const allowed = policy.Statement.map((statement) => statement.Action as string[]);
        expect(allowed.flat().sort()).toEqual([...new Set(actions)].sort());
        expect(allowed.every((names) => new Set(names.map((name) => name.split(':')[0])).size === 1)).toBe(true);
        expect(allowed.map((names) => names[0]?.split(':')[0])).toEqual(
          [...new Set(actions.map((name) => name.split(':')[0]))].sort(),
        );
      }),
    );
  });

  it('is the same for any order of the actions', () => {
    expect(minimalPolicy(['s3:A', 'iam:B', 'iam:A'])).toEqual(minimalPolicy(['iam:A', 'iam:B', 's3:A', 'iam:A']));
  });

  it('allows simulation on the role itself alone, when the role is known', () => {
    const selfRoleArn = 'arn:aws:iam::339712905844:role/mooring-scanner';
    const policy = minimalPolicy(['iam:SimulatePrincipalPolicy', 'iam:ListUsers'], { selfRoleArn });
    const simulate = policy.Statement.filter((each) =>
      (each.Action as string[]).includes('iam:SimulatePrincipalPolicy'),
    );
    expect(simulate.map((each) => each.Resource)).toEqual([selfRoleArn]);
  });

  it('makes Sids that IAM takes', () => {
    expect(minimalPolicy(['access-analyzer:ListFindings']).Statement[0]?.Sid).toBe('MooringReadsAccessAnalyzer');
  });

  it.each(['*', 'iam:*', 'iam:List*', 'ListUsers', ''])('refuses %j, which is not one action', (wrong) => {
    expect(() => minimalPolicy([wrong])).toThrow(/not the name of one IAM action/);
  });

  it('refuses to be longer than IAM takes', () => {
    const many = Array.from({ length: 400 }, (_, index) => `iam:SomeRatherLongAction${index}`);
    expect(() => minimalPolicy(many)).toThrow(String(MAX_POLICY_CHARACTERS));
  });

  it('holds what all collectors call, beside the policy by which the role reads itself', () => {
    const policy = minimalPolicy(requiredActions());
    expect(policy.Statement.flatMap((each) => each.Action).sort()).toEqual(requiredActions());
    expect(JSON.stringify(policy).length).toBeLessThanOrEqual(MAX_POLICY_CHARACTERS);
  });
});

describe('policyParts', () => {
  it('allows the same in documents that fit, each with Sids of its own', () => {
    fc.assert(
      fc.property(
        fc.array(action, { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 400, max: 4096 }),
        (actions, limit) => {
          const policy = minimalPolicy(actions);
          const parts = policyParts(policy, limit);
          expect(parts.flatMap((part) => part.Statement.flatMap((each) => each.Action)).sort()).toEqual(
            policy.Statement.flatMap((each) => each.Action).sort(),
          );
          for (const part of parts) {
            expect(JSON.stringify(part).length).toBeLessThanOrEqual(limit);
            expect(new Set(part.Statement.map(({ Sid }) => Sid)).size).toBe(part.Statement.length);
          }
        },
      ),
    );
  });

  it('fits all that the collectors call into the parameters of the template', () => {
    expect(policyParts(minimalPolicy(requiredActions()), 4096).length).toBeLessThanOrEqual(3);
  });
});
