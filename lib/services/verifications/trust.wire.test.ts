import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSandboxInstall, type SandboxInstall } from './testing/sandbox-install';
import { type Named, pinned, type Statement, scannerRole } from './testing/scanner-role';

let m: SandboxInstall;
beforeAll(async () => {
  m = await openSandboxInstall();
});
afterAll(async () => {
  expect(m.failures).toEqual([]);
  await m.close();
});

/** The pinned statement with another condition. */
const conditioned = (condition: (named: Named) => Statement) => (named: Named) => [
  { ...pinned(named), Condition: condition(named) },
];
const anySubject = ({ workspaceId }: Named) => `workspace:${workspaceId}:*`;

/** Trust policies that let our token in and somebody else too: what `who_else` says, and whether the probe got in. */
const OPEN: readonly [string, (named: Named) => Statement[], { reason: RegExp; foreign: 'failed' | 'passed' }][] = [
  [
    'a pattern over all integrations of the workspace',
    conditioned((named) => ({
      StringEquals: { [`${named.issuer}:aud`]: 'mooring' },
      StringLike: { [`${named.issuer}:sub`]: anySubject(named) },
    })),
    { reason: /every subject|match|pattern|workspace:/i, foreign: 'failed' },
  ],
  [
    'no condition on the subject',
    conditioned(({ issuer }) => ({ StringEquals: { [`${issuer}:aud`]: 'mooring' } })),
    { reason: /subject|whom/i, foreign: 'failed' },
  ],
  [
    'ForAllValues, which is true of a token without the claim',
    conditioned(({ issuer, subject }) => ({
      StringEquals: { [`${issuer}:aud`]: 'mooring' },
      'ForAllValues:StringEquals': { [`${issuer}:sub`]: [subject] },
    })),
    { reason: /ForAllValues|subject/i, foreign: 'passed' },
  ],
  [
    'another account beside us',
    (named) => [
      pinned(named),
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::586209417733:root' }, Action: 'sts:AssumeRole' },
    ],
    { reason: /586209417733, which this workspace does not know/, foreign: 'passed' },
  ],
  [
    'everybody',
    (named) => [pinned(named), { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
    { reason: /Every principal of every AWS account/, foreign: 'passed' },
  ],
];

describe('a role that lets us in', () => {
  test.each(OPEN)('and %s, is open: only an owner may save it', async (_what, trust, expected) => {
    const role = await scannerRole(m, { trust });
    const done = await role.verify();
    expect(done).toMatchObject({ state: 'open', canSave: false, canSaveWithReason: true });
    const step = done.step('who_else');
    expect(step).toMatchObject({
      state: 'failed',
      evidence: expect.stringMatching(/^read back: \d admitted, 1 besides us$/),
    });
    expect(step.reason).toMatch(expected.reason);
    expect(step.facts.some(({ tone }) => tone === 'bad')).toBe(true);
    expect(done.states.foreign_subject).toBe(expected.foreign);
    // Applied as it is, the fix closes the role and keeps us in.
    await role.retrust(step.fix?.after ?? 'no fix');
    expect(await role.verify()).toMatchObject({ state: 'passed', canSave: true });
  });

  test('and a foreign subject, shows which clause matched and must not', async () => {
    const role = await scannerRole(m, { trust: (OPEN[0] ?? [])[1] });
    const step = (await role.verify()).step('foreign_subject');
    expect(step.evidence).toBe('let in: AWS gave credentials; they were not used');
    const clause = step.clauses.find(({ clause }) => clause.endsWith(':sub'));
    expect(clause).toMatchObject({
      operator: 'StringLike',
      policySays: anySubject(role.named),
      result: 'matches_but_must_not',
      tokenHas: expect.not.stringMatching(role.named.subject),
    });
    expect(step.facts).toContainEqual({ label: 'probe’s subject', value: clause?.tokenHas, tone: 'bad' });
    expect(step.reason).toContain('StringLike');
  });

  test('without an audience condition is closed while ours is the only client id, and open with a second one', async () => {
    const trust = conditioned(({ issuer, subject }) => ({ StringEquals: { [`${issuer}:sub`]: subject } }));
    expect(await (await scannerRole(m, { trust })).verify()).toMatchObject({ state: 'passed' });
    const shared = await scannerRole(m, { trust, clientIds: ['mooring', 'sts.amazonaws.com'] });
    const done = await shared.verify();
    expect(done).toMatchObject({ state: 'open', canSave: false });
    expect(done.step('who_else').reason).toMatch(/audience|aud/);
  });
});
