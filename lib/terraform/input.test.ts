import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  AUDIENCE,
  EXACT_SUBJECT,
  ISSUER_URL,
  NAMESPACE_SUBJECT,
  type OnboardingInput,
  onboardingInputSchema,
  ROLE_NAME,
} from './input';
import { anOnboarding } from './testing/onboarding';

const accepts = (change: Partial<OnboardingInput>) => onboardingInputSchema.safeParse(anOnboarding(change)).success;
const deploy = (path: string) => readFileSync(new URL(`../../deploy/${path}`, import.meta.url), 'utf8');
/** A regular expression as the other languages write it: a slash is nothing special there. */
const plain = (pattern: RegExp) => pattern.source.replaceAll('\\/', '/');

describe('onboarding input', () => {
  it('has the patterns of variables.tf', () => {
    const variables = deploy('terraform/modules/scanner-role/variables.tf');
    for (const pattern of [ISSUER_URL, AUDIENCE, EXACT_SUBJECT, NAMESPACE_SUBJECT, ROLE_NAME]) {
      expect(variables).toContain(`regex("${plain(pattern).replaceAll('\\', '\\\\')}"`);
    }
  });

  it('has the patterns of the CloudFormation template', () => {
    const template = parse(deploy('cloudformation/onboarding-wif.yaml'), { logLevel: 'silent' });
    const pattern = (name: string) => template.Parameters[name].AllowedPattern;
    expect(pattern('IssuerUrl')).toBe(plain(ISSUER_URL));
    expect(pattern('Audience')).toBe(plain(AUDIENCE));
    expect(pattern('RoleName')).toBe(plain(ROLE_NAME));
    const bare = (regex: RegExp) => plain(regex).slice(1, -1);
    expect(pattern('Subject')).toBe(`^(${bare(EXACT_SUBJECT)}|${bare(NAMESPACE_SUBJECT)})$`);
  });

  it.each(['workspace:a:integration:b', 'system:serviceaccount:mooring:*', 'system:serviceaccount:mooring:worker'])(
    'takes the subject %s',
    (subject) => expect(accepts({ subject })).toBe(true),
  );

  it.each([
    '*',
    'workspace:*',
    'system:serviceaccount:*:*',
    'system:serviceaccount:a*:b',
    'a?',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text itself is what IAM would interpret
    '${aws:userid}',
    'a"b',
    '',
  ])('refuses the subject %j', (subject) => expect(accepts({ subject })).toBe(false));

  it.each([
    'http://a.test',
    'https://a.test:8443',
    'https://a.test/',
    'https://a.test?x',
    'https://u@a.test',
    'https://a"',
  ])('refuses the issuer %j', (issuerUrl) => expect(accepts({ issuerUrl })).toBe(false));

  it('lets nothing into the trust policy that IAM, JSON or a shell would interpret', () => {
    const hostile = fc.tuple(
      fc.string(),
      fc.constantFrom('"', '\\', '$', '{', '}', '&', '*', '?', '\n', "'", '`', 'é'),
      fc.string(),
    );
    fc.assert(
      fc.property(hostile, (parts) => {
        const text = parts.join('');
        expect(accepts({ audience: text })).toBe(false);
        expect(accepts({ roleName: text })).toBe(false);
        expect(accepts({ issuerUrl: `https://${text}` })).toBe(false);
      }),
    );
  });

  it('refuses a provider of another issuer or partition', () => {
    const host = anOnboarding().issuerUrl.slice('https://'.length);
    expect(accepts({ existingProviderArn: `arn:aws:iam::120458963014:oidc-provider/${host}` })).toBe(true);
    expect(accepts({ existingProviderArn: `arn:aws:iam::120458963014:oidc-provider/${host}x` })).toBe(false);
    expect(accepts({ existingProviderArn: `arn:aws-cn:iam::120458963014:oidc-provider/${host}` })).toBe(false);
  });

  it('wants the policy with the minimal set', () => {
    expect(accepts({ permissionSet: 'minimal' })).toBe(false);
  });

  it('refuses tags that IAM refuses', () => {
    expect(accepts({ tags: { team: 'Plattform Süd' } })).toBe(true);
    expect(accepts({ tags: { 'aws:owner': 'x' } })).toBe(false);
    expect(accepts({ tags: { team: '"quoted"' } })).toBe(false);
    const polluted = onboardingInputSchema.parse(anOnboarding({ tags: JSON.parse('{"__proto__":"x"}') }));
    expect(polluted.tags).toEqual({});
  });
});
