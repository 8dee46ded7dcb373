import { describe, expect, it } from 'vitest';
import { createTestIssuer } from '../testing/issuer';
import { ACCOUNT, AUDIENCE, ISSUER, PROVIDER, pinned, ROLE, SUBJECT, trustPolicy } from '../testing/policies';
import { STS_TEXT } from './failures';
import type { PublishedKey, WebIdentityInput, WebIdentityRequest } from './types';
import { decideAssumeRoleWithWebIdentity } from './web-identity';

const issuer = createTestIssuer();
const now = new Date('2026-11-21T12:00:00Z');
const seconds = Math.floor(now.getTime() / 1000);
const good = {
  iss: `https://${ISSUER}`,
  aud: AUDIENCE,
  sub: SUBJECT,
  iat: seconds - 10,
  exp: seconds + 600,
};

function token(claims: object = {}, header: Record<string, unknown> = {}, alg = 'RS256'): string {
  return issuer.sign({ alg, kid: alg, ...header }, JSON.stringify({ ...good, ...claims }), alg);
}

type Change = Partial<Omit<WebIdentityInput, 'request'>> & { request?: Partial<WebIdentityRequest> };

function decide({ request, ...change }: Change = {}) {
  return decideAssumeRoleWithWebIdentity({
    request: { roleArn: ROLE, roleSessionName: 'mooring-0a1b2c3d', webIdentityToken: token(), ...request },
    role: { arn: ROLE, trustPolicy: pinned(), maxSessionDuration: 3600 },
    providers: [{ arn: PROVIDER, url: ISSUER, clientIds: [AUDIENCE] }],
    keys: { ok: true, keys: issuer.keys },
    now,
    ...change,
  });
}
const withToken = (webIdentityToken: string) => decide({ request: { webIdentityToken } });
const keys = (list: PublishedKey[]) => ({ ok: true as const, keys: list });
const invalid = (message: string) => ({ ok: false, code: 'InvalidIdentityToken', message, httpStatus: 400 });
const denied = { ok: false, code: 'AccessDenied', message: STS_TEXT.notAuthorized, httpStatus: 403 };

describe('decideAssumeRoleWithWebIdentity', () => {
  it('gives the session that AWS gives', async () => {
    expect(await decide()).toMatchObject({
      ok: true,
      audience: AUDIENCE,
      provider: PROVIDER,
      subject: SUBJECT,
      durationSeconds: 3600,
      assumedRoleArn: `arn:aws:sts::${ACCOUNT}:assumed-role/mooring-scanner-0a1b2c3d/mooring-0a1b2c3d`,
    });
  });

  it('asks for keys only when the provider is known and the audience registered', async () => {
    let asked = 0;
    const fetchKeys = async () => {
      asked += 1;
      return keys(issuer.keys);
    };
    const providers = [{ arn: PROVIDER, url: ISSUER, clientIds: ['other'] }];
    expect(await decide({ keys: fetchKeys, providers })).toEqual(invalid(STS_TEXT.notValidated));
    expect(asked).toBe(0);
    expect(await decide({ keys: fetchKeys })).toMatchObject({ ok: true });
    expect(asked).toBe(1);
  });

  it('needs the provider in the account of the role, spelled to the letter', async () => {
    const text = `No OpenIDConnect provider found in your account for https://${ISSUER}`;
    const other = PROVIDER.replace(ACCOUNT, '999999999999');
    for (const provider of [
      { arn: other, url: ISSUER, clientIds: [AUDIENCE] },
      { arn: PROVIDER, url: `${ISSUER}/`, clientIds: [AUDIENCE] },
    ]) {
      expect(await decide({ providers: [provider] })).toEqual(invalid(text));
    }
    expect(
      await decide({ providers: [{ arn: PROVIDER, url: `https://${ISSUER}`, clientIds: [AUDIENCE] }] }),
    ).toMatchObject({
      ok: true,
    });
  });

  it.each([
    ['a foreign subject', { sub: 'workspace:w1:integration:i2' }],
    ['a subject in another letter case', { sub: SUBJECT.toUpperCase() }],
    ['an empty subject', { sub: '' }],
  ])('refuses %s by the trust policy', async (_, claims) => {
    expect(await withToken(token(claims))).toEqual(denied);
  });

  it('refuses under StringEquals with *, a Deny, a role that is missing, a policy that cannot be read', async () => {
    const role = (trust: unknown) => ({ arn: ROLE, trustPolicy: trust, maxSessionDuration: 3600 });
    const star = trustPolicy({ StringEquals: { [`${ISSUER}:sub`]: 'workspace:w1:*' } });
    const like = trustPolicy({ StringLike: { [`${ISSUER}:sub`]: 'workspace:w1:*' } });
    const deny = { Effect: 'Deny', Principal: '*', Action: 'sts:*' };
    expect(await decide({ role: role(star) })).toEqual(denied);
    expect(await decide({ role: role(like) })).toMatchObject({ ok: true });
    expect(await decide({ role: role({ ...pinned(), Statement: [...pinned().Statement, deny] }) })).toEqual(denied);
    expect(await decide({ role: null })).toEqual(denied);
    expect(await decide({ role: role('{') })).toEqual(denied);
  });

  it('refuses forged tokens: no algorithm, HMAC, another key, a changed payload', async () => {
    const [head, , tail] = token().split('.');
    const forged = Buffer.from(JSON.stringify({ ...good, sub: 'x' })).toString('base64url');
    expect(await withToken(`${head}.${forged}.${tail}`)).toEqual(invalid(STS_TEXT.notValidated));
    for (const alg of ['none', 'HS256', 'PS256']) {
      expect(await withToken(token({}, { alg }))).toEqual(invalid(STS_TEXT.notValidated));
    }
    const stranger = createTestIssuer();
    expect(await decide({ keys: keys(stranger.keys) })).toEqual(invalid(STS_TEXT.notValidated));
    expect(await withToken(token({}, { kid: 'ES256' }))).toEqual(invalid(STS_TEXT.notValidated));
  });

  it('reads the key set by the recorded rules', async () => {
    const [rsa] = issuer.keys;
    const es256 = issuer.keys.find(({ kid }) => kid === 'ES256');
    const many = Array.from({ length: 100 }, (_, at) => ({ ...rsa, kid: `extra${at}` }));
    const noKey = invalid(STS_TEXT.noKey);
    const withoutKid = { request: { webIdentityToken: token({}, { kid: undefined }) } };
    expect(await decide({ keys: keys([{ ...rsa, use: 'enc' }]) })).toEqual(noKey);
    expect(await decide({ keys: keys([{ ...rsa, alg: 'RS512' }]) })).toMatchObject({ ok: true });
    expect(await decide({ keys: keys([{ ...rsa, key_ops: ['verify'] }]) })).toEqual(invalid(STS_TEXT.notValidated));
    expect(await decide({ keys: keys([{ ...rsa }, ...many]) })).toEqual(noKey);
    expect(await decide({ keys: keys([{ ...rsa }, ...many.slice(1)]) })).toMatchObject({ ok: true });
    expect(await decide({ keys: keys([{ ...rsa }]), ...withoutKid })).toMatchObject({ ok: true });
    expect(await decide({ keys: keys([{ ...rsa }, { ...es256 }]), ...withoutKid })).toEqual(noKey);
    expect(await decide({ keys: keys([{ ...rsa, kid: undefined }]), ...withoutKid })).toEqual(noKey);
    expect(await decide({ keys: keys([{ ...rsa, x5c: [issuer.certificate] }]) })).toMatchObject({ ok: true });
    expect(await decide({ keys: keys([{ ...rsa, x5c: [createTestIssuer().certificate] }]) })).toEqual(noKey);
    expect(await decide({ keys: { ok: false, reason: 'timeout' } })).toEqual(noKey);
  });

  it('reckons with clocks five minutes off', async () => {
    expect(await withToken(token({ exp: seconds - 299 }))).toMatchObject({ ok: true });
    expect(await withToken(token({ exp: seconds - 300 }))).toMatchObject({
      code: 'ExpiredTokenException',
      message: `Token expired: current date/time ${seconds - 300} must be before the expiration date/time ${seconds - 300}`,
    });
    expect(await withToken(token({ nbf: seconds + 300 }))).toMatchObject({ ok: true });
    expect(await withToken(token({ iat: seconds + 301 }))).toEqual(invalid(STS_TEXT.notValidated));
    expect(await withToken(token({ iat: seconds - 441_398 }))).toMatchObject({
      code: 'ExpiredTokenException',
      message: 'Token too old: 441398',
    });
  });

  it('checks one defect before the other', async () => {
    const both = token({ aud: ['a', 'b'], exp: seconds - 9000 });
    expect(await withToken(both)).toEqual(invalid(STS_TEXT.severalAudiences));
    const claim = { 'https://aws.amazon.com/roles': [`${ROLE}x`], sub: 'foreign' };
    expect(await withToken(token(claim))).toEqual(invalid(STS_TEXT.roleNotListed));
    const providerId = await decide({ request: { providerId: 'accounts.google.com', roleSessionName: 'not valid/' } });
    expect(providerId).toMatchObject({ code: 'AccessDenied', message: STS_TEXT.unknownProviderId });
    expect(await withToken(token({ sub: null }))).toMatchObject({ code: 'InternalFailure', httpStatus: 500 });
    expect(await withToken('not.a.jwt')).toEqual(invalid(STS_TEXT.notAJwt));
  });

  it('validates the request before the token', async () => {
    const bad = await decide({ request: { roleSessionName: 'a b', durationSeconds: 60, webIdentityToken: 'xxxxx' } });
    expect(bad).toMatchObject({ ok: false, code: 'ValidationError', httpStatus: 400 });
    expect(bad).toHaveProperty(
      'message',
      expect.stringMatching(/^2 validation errors detected: .*roleSessionName.*; /),
    );
    expect(bad).toHaveProperty('message', expect.not.stringContaining('xxxxx'));
    const arn = await decide({ request: { roleArn: 'arn:aws:iam::123:role/too-short' } });
    expect(arn).toMatchObject({ code: 'ValidationError', message: STS_TEXT.arn });
  });

  it("bounds the session by the role's maximum, after the trust policy", async () => {
    const request = { durationSeconds: 7200 };
    expect(await decide({ request })).toMatchObject({ code: 'ValidationError', message: STS_TEXT.maxDuration });
    const foreign = { ...request, webIdentityToken: token({ sub: 'foreign' }) };
    expect(await decide({ request: foreign })).toEqual(denied);
  });

  it('needs TagSession and SetSourceIdentity for tags and source identity', async () => {
    const tagged = { 'https://aws.amazon.com/tags': { principal_tags: { Team: ['x'], ['__proto__']: ['y'] } } };
    const request = { webIdentityToken: token(tagged) };
    expect(await decide({ request })).toMatchObject({ message: 'Not authorized to perform sts:TagSession' });
    const allowed = trustPolicy({}, { Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'] });
    const role = { arn: ROLE, trustPolicy: allowed, maxSessionDuration: 3600 };
    expect(await decide({ request, role })).toMatchObject({ ok: true, sessionTags: { tags: { Team: 'x' } } });
    const source = { webIdentityToken: token({ 'https://aws.amazon.com/source_identity': 'ann' }) };
    expect(await decide({ request: source, role })).toMatchObject({
      message: 'Not authorized to perform sts:SetSourceIdentity',
    });
  });

  it('checks the session policy', async () => {
    expect(await decide({ request: { policy: '{' } })).toMatchObject({ code: 'MalformedPolicyDocument' });
    const statement = { Effect: 'Allow', Action: 'iam:List*', Resource: '*' };
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    expect(await decide({ request: { policy } })).toMatchObject({ ok: true });
  });
});
