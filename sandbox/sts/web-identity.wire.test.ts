import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIssuer } from '../testing/issuer-server';
import { aSandbox, refusalOf, TestClock, type TestSandbox } from '../testing/sandbox';
import { mapped } from './issuer-keys';

const ACCOUNT = '339712905844';
const ISSUER = 'https://issuer.mooring.test/oidc/w1';
const NAME = 'issuer.mooring.test/oidc/w1';
const GENERIC =
  'InvalidIdentityTokenException: The web identity token provided could not be validated. See the AssumeRoleWithWebIdentity documentation for requirements.';
const REFUSED = 'AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity';

describe('AssumeRoleWithWebIdentity', () => {
  const clock = new TestClock();
  let issuer: Awaited<ReturnType<typeof startIssuer>>;
  let sandbox: TestSandbox;
  let sts: STSClient;
  const good = { aud: 'mooring', sub: 'workspace:w1:integration:i1' };

  beforeAll(async () => {
    issuer = await startIssuer(ISSUER);
    sandbox = await aSandbox({ clock, issuerMap: issuer.issuerMap, propagationMs: 4000 });
    // No credentials at all: this call is not signed.
    sts = new STSClient({ endpoint: sandbox.url, region: 'eu-west-1', maxAttempts: 1 });
    const { iam } = sandbox.admin('payments-prod');
    await iam.send(new CreateOpenIDConnectProviderCommand({ Url: ISSUER, ClientIDList: ['mooring'] }));
    await createRole('scanner');
    clock.forward(10_000);
  });
  afterAll(async () => {
    await sandbox.close();
    await issuer.close();
  });

  async function createRole(RoleName: string) {
    const statement = {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${NAME}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { [`${NAME}:aud`]: 'mooring', [`${NAME}:sub`]: good.sub } },
    };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await sandbox.admin('payments-prod').iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  }

  const take = (token: string, role = 'scanner') =>
    sts.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
        RoleSessionName: 'mooring-9c0e5f21',
        WebIdentityToken: token,
      }),
    );

  it('gives a session of the role to the bearer of a good token', async () => {
    const answer = await take(issuer.token(good, clock.now()));
    expect(answer).toMatchObject({
      Audience: 'mooring',
      Provider: `arn:aws:iam::${ACCOUNT}:oidc-provider/${NAME}`,
      SubjectFromWebIdentityToken: good.sub,
      AssumedRoleUser: { Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/scanner/mooring-9c0e5f21` },
    });
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = answer.Credentials ?? {};
    expect(AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    const session = sandbox.clients({
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    });
    expect(await refusalOf(session.iam.send(new ListRolesCommand({})))).toContain(
      `assumed-role/scanner/mooring-9c0e5f21 is not authorized`,
    );
  });

  it('refuses a foreign subject, a foreign audience, an old token and one signed by someone else', async () => {
    expect(await refusalOf(take(issuer.token({ ...good, sub: 'workspace:w2:integration:i1' }, clock.now())))).toBe(
      REFUSED,
    );
    expect(await refusalOf(take(issuer.token({ ...good, aud: 'other' }, clock.now())))).toBe(GENERIC);
    expect(await refusalOf(take(issuer.token(good, clock.now() - 3_600_000)))).toMatch(
      /^ExpiredTokenException: Token expired: current date\/time/,
    );
    const [head, body] = issuer.token(good, clock.now()).split('.');
    const forged = issuer.token({ ...good, jti: 'x' }, clock.now()).split('.')[2];
    expect(await refusalOf(take(`${head}.${body}.${forged}`))).toBe(GENERIC);
  });

  it('refuses when there is no provider or no role', async () => {
    expect(
      await refusalOf(take(issuer.token({ ...good, iss: 'https://issuer.mooring.test/oidc/w9' }, clock.now()))),
    ).toBe(
      'InvalidIdentityTokenException: No OpenIDConnect provider found in your account for https://issuer.mooring.test/oidc/w9',
    );
    expect(await refusalOf(take(issuer.token(good, clock.now()), 'no-such-role'))).toBe(REFUSED);
  });

  it('reads the keys anew on each call, and says when it cannot', async () => {
    issuer.fail(true);
    const retrieval = await refusalOf(take(issuer.token(good, clock.now())));
    issuer.fail(false);
    expect(retrieval).toMatch(
      /^InvalidIdentityTokenException: Couldn't retrieve verification key from your identity provider, {2}please reference/,
    );
    issuer.publish([]);
    expect(await refusalOf(take(issuer.token(good, clock.now())))).toMatch(/Couldn't retrieve verification key/);
    issuer.publish(issuer.keys.keys);
    expect((await take(issuer.token(good, clock.now()))).Audience).toBe('mooring');
  });

  it('does not see a new role before IAM has propagated, nor miss a deleted one at once', async () => {
    await createRole('fresh');
    expect(await refusalOf(take(issuer.token(good, clock.now()), 'fresh'))).toBe(REFUSED);
    clock.forward(4_100);
    expect((await take(issuer.token(good, clock.now()), 'fresh')).Audience).toBe('mooring');
    await sandbox.admin('payments-prod').iam.send(new DeleteRoleCommand({ RoleName: 'fresh' }));
    clock.forward(4_100);
    expect(await refusalOf(take(issuer.token(good, clock.now()), 'fresh'))).toBe(REFUSED);
  });
});

describe('the issuer map', () => {
  const map = {
    'https://issuer.mooring.test': 'http://127.0.0.1:1',
    'https://issuer.mooring.test/oidc/w1': 'http://127.0.0.1:2/',
  };

  it('takes the longest prefix that ends where a path segment ends', () => {
    expect(mapped('https://issuer.mooring.test/oidc/w1/keys', map)).toBe('http://127.0.0.1:2/keys');
    expect(mapped('https://issuer.mooring.test/oidc/w12/keys', map)).toBe('http://127.0.0.1:1/oidc/w12/keys');
    expect(mapped('https://issuer.mooring.test.evil.example/keys', map)).toBe(
      'https://issuer.mooring.test.evil.example/keys',
    );
  });

  it('lets nothing but https out', () => {
    expect(() => mapped('http://issuer.example/keys', map)).toThrow('must be https');
  });
});
