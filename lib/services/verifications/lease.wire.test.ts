import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { inWorkspace } from '@/lib/db/transaction';
import { getVerification } from './get';
import { requeueVerifications } from './requeue';
import { runVerification } from './run';
import { startVerification } from './start';
import { openSandboxInstall, type SandboxInstall } from './testing/sandbox-install';
import { readable, scannerRole } from './testing/scanner-role';

let m: SandboxInstall;
beforeAll(async () => {
  m = await openSandboxInstall();
});
afterEach(() => {
  m.aws.sandbox.faults.clear();
  m.sent.length = 0;
});
afterAll(() => m.close());

const NEVER = new AbortController().signal;

/** A verification that hangs in its AssumeRole, as a slow AWS makes it. */
async function hanging(signal: AbortSignal) {
  const role = await scannerRole(m);
  const { workspaceId, context } = role;
  m.aws.sandbox.faults.add({
    kind: 'delay',
    milliseconds: 60_000,
    match: { action: 'AssumeRoleWithWebIdentity' },
    times: 1,
  });
  const { verification } = await startVerification(context, { integrationId: role.integration.id });
  m.sent.length = 0;
  const again = () => runVerification(m.deps, workspaceId, verification.id, NEVER);
  const now = async () => readable(await getVerification(context, { verificationId: verification.id }));
  const running = runVerification(m.deps, workspaceId, verification.id, signal);
  await expect.poll(async () => (await now()).states.assume_role).toBe('running');
  const expire = () =>
    inWorkspace(m.db, workspaceId, (tx) =>
      tx.roleVerification.updateMany({ data: { leaseUntil: new Date(Date.now() - 120_000) } }),
    );
  return { running, again, now, expire, verificationId: verification.id, workspaceId };
}

describe('a verification and its worker', () => {
  test('one worker holds it; another is told to come again', async () => {
    const drain = new AbortController();
    const held = await hanging(drain.signal);
    await expect(held.again()).rejects.toMatchObject({ code: 'unavailable' });
    drain.abort();
    await held.running;
  });

  test('a worker that drains gives it back at once, and the next begins its steps again', async () => {
    const drain = new AbortController();
    const held = await hanging(drain.signal);
    drain.abort();
    await held.running;
    expect((await held.now()).state).toBe('queued');
    const { verificationId, workspaceId } = held;
    expect(m.sent).toEqual([{ name: 'verification', payload: { workspaceId, verificationId } }]);
    await held.again();
    expect(await held.now()).toMatchObject({ state: 'passed', attempt: 2, canSave: true });
    await held.again();
    expect((await held.now()).attempt).toBe(2);
  });

  test('a worker that lost its lease writes nothing into its successor’s run', async () => {
    const drain = new AbortController();
    const held = await hanging(drain.signal);
    await held.expire();
    expect(await requeueVerifications(m.deps)).toBe(1);
    await held.again();
    const done = JSON.stringify(await held.now());
    expect(JSON.parse(done)).toMatchObject({ state: 'passed', attempt: 2 });
    drain.abort();
    await held.running;
    expect(JSON.stringify(await held.now())).toBe(done);
    expect(m.sent).toHaveLength(1);
  });

  test('that ends five workers is given up with the reason', async () => {
    const drain = new AbortController();
    const held = await hanging(drain.signal);
    await held.expire();
    await inWorkspace(m.db, held.workspaceId, (tx) => tx.roleVerification.updateMany({ data: { attempt: 5 } }));
    await held.again();
    const done = await held.now();
    expect(done).toMatchObject({ state: 'failed', canSave: false });
    expect(done.step('role_arn').reason).toMatch(/^5 workers in a row stopped/);
    drain.abort();
    await held.running;
  });
});
