import { CreateOpenIDConnectProviderCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsClients } from '@/lib/aws/clients';
import { createOutbound } from '@/lib/net/outbound';
import { type RunningSandbox, startSandbox } from '@/sandbox/server';
import { type ExchangePlan, exchange } from './exchange';
import { foreignSubject, mintToken } from './issuer/mint';
import { roleSessionName, subjectOf, workspaceIssuerUrl } from './names';
import { withPropagationRetry } from './propagation';
import type { RetrieverContext } from './retrievers/retriever';
import type { StsClientFactory } from './sts';
import { stsFailureOf } from './sts-failure';
import { startTestIssuer, type TestIssuer } from './testing-issuer';
import type { StsFailure } from './types';

const workspaceId = '01937f2c-7d4e-7a3b-9c1d-0a1b2c3d4e5f';
const integrationId = '01937f2c-7d4e-7a3b-9c1d-0a1bdeadbeef';
const issuerUrl = workspaceIssuerUrl('https://issuer.mooring.test', workspaceId);
const subject = subjectOf({ workspaceId, integrationId });
const account = '339712905844';
const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;

let issuer: TestIssuer;
let sandbox: RunningSandbox;
let sts: StsClientFactory;

beforeAll(async () => {
  issuer = await startTestIssuer(issuerUrl);
  sandbox = await startSandbox({ issuerMap: issuer.hostMap });
  const endpoints = { default: sandbox.url };
  sts = (options) => awsClients({ ...options, endpoints, limits: { maxAttempts: 1 } }).sts;
  const listed = await fetch(`${sandbox.url}/_sandbox/accounts`);
  const { accounts } = (await listed.json()) as {
    accounts: { id: string; accessKeyId: string; secretAccessKey: string }[];
  };
  const credentials = accounts.find(({ id }) => id === account);
  const { iam } = awsClients({ region: 'us-east-1', endpoints, credentials });
  await iam.send(new CreateOpenIDConnectProviderCommand({ Url: issuerUrl, ClientIDList: ['mooring'] }));
  const host = issuerUrl.replace('https://', '');
  const provider = `arn:aws:iam::${account}:oidc-provider/${host}`;
  const role = (name: string, statement: object) =>
    iam.send(
      new CreateRoleCommand({
        RoleName: name,
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', ...statement }],
        }),
      }),
    );
  await role('scanner', {
    Principal: { Federated: provider },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${host}:aud`]: 'mooring', [`${host}:sub`]: subject } },
  });
  await role('member', {
    Principal: { AWS: roleArn('scanner') },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': 'northquay-7f3a' } },
  });
});

afterAll(async () => {
  await sandbox?.close();
  await issuer?.close();
});

function context(change: { subject?: string; audience?: string; now?: Date } = {}): RetrieverContext {
  const claims = { issuer: issuerUrl, subject: change.subject ?? subject, audience: change.audience ?? 'mooring' };
  const now = change.now ?? new Date();
  const mint = () => mintToken(issuer.signer, claims, { now });
  return { operatorDirectories: [], outbound: createOutbound(), mint, now: () => now };
}

const sessionName = roleSessionName(integrationId);
const plan = (...names: string[]): ExchangePlan => ({
  retriever: { kind: 'mooring_issuer' },
  region: 'eu-west-1',
  chain: names.map((name) => ({ roleArn: roleArn(name), sessionName })),
});
const failureOf = (work: Promise<unknown>): Promise<StsFailure | null> => work.then(() => null, stsFailureOf);

describe('a token for a role', () => {
  test('gives credentials that are the role, with a session name of ours', async () => {
    const { credentials, sessions } = await exchange(plan('scanner'), context(), sts);
    expect(sessions).toHaveLength(1);
    expect(sessions[0]).toMatchObject({ audience: 'mooring', subject });
    expect(credentials.expiration?.getTime()).toBeGreaterThan(Date.now());
    const caller = await sts({ region: 'eu-west-1', credentials }).send(new GetCallerIdentityCommand({}));
    expect(caller).toMatchObject({
      Account: account,
      Arn: `arn:aws:sts::${account}:assumed-role/scanner/mooring-deadbeef`,
    });
    expect(sessions[0]?.assumedRoleArn).toBe(caller.Arn);
  });

  test('goes on along the chain with the External ID, and is refused without or with a wrong one', async () => {
    const chain = (externalId?: string): ExchangePlan => ({
      ...plan('scanner'),
      chain: [
        { roleArn: roleArn('scanner'), sessionName },
        { roleArn: roleArn('member'), sessionName, externalId },
      ],
    });
    const { sessions } = await exchange(chain('northquay-7f3a'), context(), sts);
    expect(sessions.map(({ assumedRoleArn }) => assumedRoleArn.split('/')[1])).toEqual(['scanner', 'member']);
    for (const externalId of [undefined, 'northquay-7f3b']) {
      const failure = await failureOf(exchange(chain(externalId), context(), sts));
      expect(failure).toMatchObject({ operation: 'AssumeRole', awsCode: 'AccessDenied', httpStatus: 403 });
    }
  });

  test('a foreign subject is refused with AWS’s own text, which may also mean "not yet"', async () => {
    const failure = await failureOf(exchange(plan('scanner'), context({ subject: foreignSubject(subject) }), sts));
    expect(failure).toMatchObject({
      operation: 'AssumeRoleWithWebIdentity',
      awsCode: 'AccessDenied',
      message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
      httpStatus: 403,
      kind: 'pending',
    });
    expect(failure?.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('a foreign audience and an expired token are the token’s fault', async () => {
    const foreign = await failureOf(exchange(plan('scanner'), context({ audience: 'another' }), sts));
    expect(foreign).toMatchObject({ awsCode: 'InvalidIdentityToken', httpStatus: 400, kind: 'token' });
    const stale = await failureOf(exchange(plan('scanner'), context({ now: new Date(Date.now() - 3_600_000) }), sts));
    expect(stale).toMatchObject({ awsCode: 'ExpiredTokenException', httpStatus: 400, kind: 'token' });
  });

  test('an account without the provider is told apart', async () => {
    const elsewhere = { ...plan(), chain: [{ roleArn: 'arn:aws:iam::586209417733:role/scanner', sessionName }] };
    const failure = await failureOf(exchange(elsewhere, context(), sts));
    expect(failure?.message).toMatch(/^No OpenIDConnect provider found in your account for https:/);
    expect(failure?.kind).toBe('pending');
  });

  test('a bad session name is our request’s fault', async () => {
    const bad = { ...plan(), chain: [{ roleArn: roleArn('scanner'), sessionName: 'a b' }] };
    expect(await failureOf(exchange(bad, context(), sts))).toMatchObject({
      awsCode: 'ValidationError',
      kind: 'request',
    });
  });

  test('an STS that is not there is transient and names no internals', async () => {
    const gone: StsClientFactory = (options) =>
      awsClients({ ...options, endpoints: { default: 'http://127.0.0.1:1' }, limits: { maxAttempts: 1 } }).sts;
    const failure = await failureOf(exchange(plan('scanner'), context(), gone));
    expect(failure).toMatchObject({ awsCode: 'NetworkError', httpStatus: null, kind: 'transient' });
  });

  test('an External ID on the token’s role, or no role at all, is refused before AWS is asked', async () => {
    const odd = { ...plan(), chain: [{ roleArn: roleArn('scanner'), sessionName, externalId: 'x' }] };
    await expect(exchange(odd, context(), sts)).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(exchange(plan(), context(), sts)).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

test('a role that IAM does not know yet is waited for', async () => {
  const young = await startSandbox({ issuerMap: issuer.hostMap, propagationMs: 1200 });
  try {
    const endpoints = { default: young.url };
    const { accounts } = (await (await fetch(`${young.url}/_sandbox/accounts`)).json()) as {
      accounts: { id: string; accessKeyId: string; secretAccessKey: string }[];
    };
    const { iam } = awsClients({
      region: 'us-east-1',
      endpoints,
      credentials: accounts.find(({ id }) => id === account),
    });
    await iam.send(new CreateOpenIDConnectProviderCommand({ Url: issuerUrl, ClientIDList: ['mooring'] }));
    const host = issuerUrl.replace('https://', '');
    const statement = {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${host}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { [`${host}:aud`]: 'mooring', [`${host}:sub`]: subject } },
    };
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'fresh',
        AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
      }),
    );
    const factory: StsClientFactory = (options) =>
      awsClients({ ...options, endpoints, limits: { maxAttempts: 1 } }).sts;
    const waited: string[] = [];
    const { sessions } = await withPropagationRetry(() => exchange(plan('fresh'), context(), factory), {
      onWaiting: ({ failure }) => void waited.push(failure.awsCode),
    });
    expect(sessions).toHaveLength(1);
    expect(waited.length).toBeGreaterThan(0);
  } finally {
    await young.close();
  }
});
