import { CreateOpenIDConnectProviderCommand, DeleteOpenIDConnectProviderCommand } from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { requiredActions } from '@/lib/collectors/registry';
import { inDirectory, inWorkspace } from '@/lib/db/transaction';
import { discoveryDocument, jwksDocument } from '@/lib/federation/issuer/documents';
import { TELLING_ACTIONS } from '@/lib/trust/permissions/telling-actions';
import { issuerKeyRows, toIssuerKey } from '../federation/issuer-keys';
import { updateIntegration } from '../integrations/update';
import { ISSUER_BASE, openSandboxInstall, type SandboxInstall } from './testing/sandbox-install';
import { AUDITING, pinned, policyOf, scannerRole } from './testing/scanner-role';

const NOT_AUTHORIZED = 'AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity';
const AFTER_ASSUMING = ['caller_identity', 'permissions', 'too_much', 'who_else', 'foreign_subject'];
let m: SandboxInstall;
beforeAll(async () => {
  m = await openSandboxInstall();
});
afterEach(() => {
  m.aws.sandbox.faults.clear();
  m.aws.sandbox.propagationMs = 0;
  m.install.propagationBudgetMs = 0;
  m.serveIssuer();
  expect(m.failures).toEqual([]);
});
afterAll(() => m.close());

const skippedFrom = (states: Record<string, string>) => AFTER_ASSUMING.map((key) => states[key]);

describe('a role as the files make it', () => {
  test('passes every step with evidence, and a foreign subject is refused beside the control', async () => {
    const role = await scannerRole(m);
    const done = await role.verify();
    expect(Object.values(done.states)).toEqual(Array(9).fill('passed'));
    expect(done).toMatchObject({ state: 'passed', canSave: true, canSaveWithReason: false, current: true, attempt: 1 });
    expect(done.finishedAt).not.toBeNull();
    expect(done.step('assume_role').evidence).toMatch(
      `allowed at once: arn:aws:sts::339712905844:assumed-role/${role.roleName}`,
    );
    expect(done.step('permissions').evidence).toMatch(/^(\d+) of \1 actions allowed, by simulation$/);
    expect(done.step('who_else').evidence).toBe('read back: it admits this integration and nobody else');
    expect(done.step('foreign_subject').evidence).toBe(
      `AWS said ${NOT_AUTHORIZED}; our own token was let in beside it`,
    );
    expect(done.steps.every(({ ms, reason }) => ms !== null && reason === null)).toBe(true);
  });

  test('is not asked for anything twice: one exchange, its control and the foreign one', async () => {
    const role = await scannerRole(m);
    m.aws.sandbox.calls.reset();
    await role.verify();
    expect(m.aws.sandbox.calls.count('AssumeRoleWithWebIdentity')).toBe(3);
    expect(m.aws.sandbox.calls.count('SimulatePrincipalPolicy')).toBe(
      // One more for API Gateway's reads, which are asked of an API and not of everything.
      Math.ceil(requiredActions().length / 100) + 1 + Math.ceil(TELLING_ACTIONS.length / 100),
    );
  });
});

describe('what cannot be a role', () => {
  test('an ARN that is none fails its step with what to write instead, and nothing is asked of AWS', async () => {
    const role = await scannerRole(m);
    const { accountId } = role.named;
    // The API refuses such an ARN; one that an older version stored still has to be explained.
    const store = (roleArn: string) =>
      inWorkspace(m.db, role.workspaceId, (tx) => tx.integration.updateMany({ data: { roleArn } }));
    await store(`arn:aws:sts::${accountId}:assumed-role/${role.roleName}/me`);
    const done = await role.verify();
    expect(done).toMatchObject({ state: 'failed', canSave: false, canSaveWithReason: false });
    expect(done.step('role_arn')).toMatchObject({
      state: 'failed',
      reason: 'This is a session of a role, not the role.',
      fix: { text: role.roleArn },
    });
    await store('arn:aws:iam::1234:role/x');
    expect((await role.verify()).step('role_arn').reason).toMatch(/12/);
  });

  test('another name than the files gave is a warning that does not stop', async () => {
    const role = await scannerRole(m);
    await inWorkspace(m.db, role.workspaceId, (tx) =>
      tx.integration.updateMany({ data: { roleName: 'as-the-files-say' } }),
    );
    const done = await role.verify();
    expect(done.step('role_arn')).toMatchObject({
      state: 'warning',
      reason: expect.stringContaining('as-the-files-say'),
    });
    expect(done.canSave).toBe(true);
  });

  test('a role of another account is refused, and the provider that account lacks is named', async () => {
    const role = await scannerRole(m);
    const { id, version } = role.integration;
    const elsewhere = role.roleArn.replace(role.named.accountId, m.aws.account('staging').id);
    await updateIntegration(role.context, { integrationId: id, version, roleArn: elsewhere });
    const done = await role.verify();
    expect(done).toMatchObject({ state: 'failed', canSave: false, canSaveWithReason: false });
    expect(done.step('assume_role')).toMatchObject({
      state: 'failed',
      evidence: expect.stringMatching(/^AWS said InvalidIdentityToken: No OpenIDConnect provider found/),
      reason: expect.stringContaining('no identity provider for this issuer'),
    });
    expect(skippedFrom(done.states)).toEqual(Array(5).fill('skipped'));
  });
});

describe('the provider', () => {
  test('without our audience among its client ids is named, with the audience to add', async () => {
    const role = await scannerRole(m, { clientIds: ['sts.amazonaws.com'] });
    const step = (await role.verify()).step('assume_role');
    expect(step).toMatchObject({
      state: 'failed',
      evidence: expect.stringMatching(/^AWS said InvalidIdentityToken: /),
    });
    expect(step.reason).toContain('is not a client id of the provider');
    expect(step.fix?.cli).toBe(
      `aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn '${role.named.provider}' --client-id 'mooring'`,
    );
  });

  test('that was deleted is waited for within the budget, then named with the fix', async () => {
    m.install.propagationBudgetMs = 1_500;
    const role = await scannerRole(m);
    await role.iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: role.named.provider }));
    const done = await role.verify();
    expect(done.step('assume_role')).toMatchObject({
      state: 'failed',
      evidence: expect.stringMatching(/No OpenIDConnect provider found in your account for .*, \d tries in \d\.\d s$/),
      reason: expect.stringContaining('never made, or was deleted'),
      fix: {
        text: expect.stringContaining('Create the provider'),
        cli: expect.stringMatching(/create-open-id-connect-provider --url 'https:.*' --client-id-list 'mooring'$/),
      },
    });
    await role.iam.send(
      new CreateOpenIDConnectProviderCommand({ Url: role.integration.issuerUrl ?? '', ClientIDList: ['mooring'] }),
    );
    expect((await role.verify()).state).toBe('passed');
  });
});

describe('AWS that is slow to know', () => {
  test('a role made just now is shown as waiting, then passes with its tries', async () => {
    m.install.propagationBudgetMs = 15_000;
    m.aws.sandbox.propagationMs = 2_000;
    const role = await scannerRole(m);
    const waited = await stepsSeen(role.workspaceId, 'assume_role', async () => {
      const done = await role.verify();
      expect(done.step('assume_role')).toMatchObject({
        state: 'passed',
        evidence: expect.stringMatching(/^allowed on try \d+, after \d\.\d s: arn:aws:sts/),
      });
      expect(done.canSave).toBe(true);
    });
    expect(waited).toContainEqual([
      'waiting',
      expect.stringMatching(/^try 1, after \d\.\d s: AWS says \w+; a role or provider made just now/),
    ]);
  });

  test('throttling is asked again within the budget and never fails at once', async () => {
    m.install.propagationBudgetMs = 10_000;
    const role = await scannerRole(m);
    // Three requests a try: the SDK's own; the second try comes through.
    m.aws.sandbox.faults.add({ kind: 'throttle', match: { action: 'AssumeRoleWithWebIdentity' }, times: 3 });
    const done = await role.verify();
    expect(done.step('assume_role').evidence).toMatch(/^allowed on try 2, /);
    expect(done.state).toBe('passed');
  });

  test('a probe that is throttled proves nothing, and says so', async () => {
    const role = await scannerRole(m);
    const seen = stepsSeen(
      role.workspaceId,
      'foreign_subject',
      async () => {
        const done = await role.verify();
        expect(done.step('foreign_subject')).toMatchObject({
          state: 'not_testable',
          evidence: expect.stringContaining('Throttling'),
        });
        expect(done.canSave).toBe(true);
      },
      () => m.aws.sandbox.faults.add({ kind: 'throttle', match: { action: 'AssumeRoleWithWebIdentity' } }),
    );
    await seen;
  });
});

describe('a token', () => {
  test('of a key that is no longer published is refused with where to look', async () => {
    const role = await scannerRole(m);
    // What a bucket serves whose files were not exported again after the key was revoked and replaced.
    const former = await published(role.workspaceId);
    await m.db.directory.issuerKey.updateMany({ where: { workspaceId: role.workspaceId }, data: { state: 'revoked' } });
    m.serveIssuer(former);
    const done = await role.verify();
    expect(done.step('issuer')).toMatchObject({
      state: 'warning',
      reason: expect.stringContaining('token verifies with the published keys'),
    });
    expect(done.step('assume_role')).toMatchObject({
      state: 'failed',
      evidence: expect.stringContaining("Couldn't retrieve verification key"),
      reason: expect.stringContaining('could not get a key for this token'),
    });
    expect(done.canSaveWithReason).toBe(false);
  });

  test('whose issuer does not answer fails with the issuer’s own step as warning', async () => {
    const role = await scannerRole(m);
    m.serveIssuer(async () => ({ status: 503, body: '' }));
    const done = await role.verify();
    expect(done.step('issuer')).toMatchObject({
      state: 'warning',
      reason: expect.stringContaining('from where Mooring runs'),
    });
    expect(done.step('assume_role').state).toBe('failed');
  });
});

describe('a refusal by the trust policy', () => {
  const wildcard = (subject: string) => subject.replace(/[0-9a-f-]{36}$/, '*');
  const starred = (named: Parameters<typeof pinned>[0]) => {
    const statement = pinned(named);
    const { issuer, subject } = named;
    return {
      ...statement,
      Condition: { StringEquals: { [`${issuer}:aud`]: 'mooring', [`${issuer}:sub`]: wildcard(subject) } },
    };
  };

  test('cannot be read, so the causes are listed and the policy is asked for', async () => {
    const role = await scannerRole(m, { trust: (named) => [starred(named)] });
    const step = (await role.verify()).step('assume_role');
    expect(step).toMatchObject({ state: 'failed', evidence: `AWS said ${NOT_AUTHORIZED}`, clauses: [] });
    expect(step.fix?.text).toContain('Paste the role’s trust policy');
    expect(step.facts).toContainEqual(expect.objectContaining({ label: 'AWS request id' }));
  });

  test('is explained clause by clause when it is pasted: StringEquals takes a star as a letter', async () => {
    const role = await scannerRole(m, { trust: (named) => [starred(named)] });
    const trustPolicy = policyOf(starred(role.named));
    const step = (await role.verify({ trustPolicy })).step('assume_role');
    const subject = step.clauses.find(({ clause }) => clause.endsWith(':sub'));
    expect(subject).toMatchObject({ operator: 'StringEquals', result: 'differs', tokenHas: role.named.subject });
    expect(subject?.hint).toMatch(/StringLike/);
    expect(step.reason).toContain('StringLike');
    expect(step.fix).toMatchObject({ before: expect.any(String), terraform: expect.stringContaining('jsonencode') });
    await role.retrust(step.fix?.after ?? '');
    expect((await role.verify()).state).toBe('passed');
  });

  test('of a role that does not exist is the same text, and says so', async () => {
    const role = await scannerRole(m, { policies: AUDITING });
    const { id, version } = role.integration;
    await updateIntegration(role.context, { integrationId: id, version, roleArn: `${role.roleArn}-gone` });
    const step = (await role.verify()).step('assume_role');
    expect(step.evidence).toBe(`AWS said ${NOT_AUTHORIZED}`);
    const causes = step.facts.filter(({ label }) => label === 'or').map(({ value }) => value);
    expect(causes).toContainEqual(expect.stringContaining('does not exist under this ARN'));
  });
});

/** The states and evidence that a step went through while `work` ran; `before` is called when the step begins. */
async function stepsSeen(
  workspaceId: string,
  key: string,
  work: () => Promise<unknown>,
  before: () => unknown = () => {},
): Promise<[string, string][]> {
  const seen: [string, string][] = [];
  let done = false;
  let begun = false;
  const watching = (async () => {
    while (!done) {
      const row = await inWorkspace(m.db, workspaceId, (tx) => tx.verificationStep.findFirst({ where: { key } }));
      if (!row) continue;
      if (row.state === 'running' && !begun) {
        begun = true;
        before();
      }
      const last = seen.at(-1);
      if (last?.[0] !== row.state || last[1] !== row.evidence) seen.push([row.state, row.evidence]);
    }
  })();
  try {
    await work();
  } finally {
    done = true;
    await watching;
  }
  return seen;
}

async function published(workspaceId: string) {
  const keys = (await inDirectory(m.db, (tx) => issuerKeyRows(tx, workspaceId))).map(toIssuerKey);
  const discovery = discoveryDocument(`${ISSUER_BASE}/oidc/${workspaceId}`);
  return async (path: string) => (path.endsWith('/keys') ? jwksDocument(keys) : discovery);
}
