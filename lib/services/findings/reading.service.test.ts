import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NormalizedResource } from '@/lib/collectors/types';
import type { Integration } from '@/lib/db/generated/prisma/client';
import type { FindingFilter } from '@/lib/schemas/finding';
import { ACCOUNT, type InventoryFixture, openInventoryFixture, resource } from '../inventory/testing/fixture';
import { role, trust } from '../inventory/testing/world';
import { findingsOfResource, getFinding } from './detail';
import { exportFindings } from './export';
import { listFindings } from './list';
import { findingSummary } from './summary';
import { observe } from './testing/observe';

const NOW = Date.UTC(2026, 0, 10);
const DAY = 86_400_000;

let f: InventoryFixture;
let workspaceId: string;
let integration: Integration;
beforeAll(async () => {
  f = await openInventoryFixture();
});
afterAll(() => f.close());
beforeEach(async () => {
  f.clock.now = () => new Date(NOW);
  workspaceId = await f.workspace();
  integration = await f.integration(workspaceId);
});

const editor = () => f.as(workspaceId, 'editor');
const see = (things: NormalizedResource[], daysAgo = 1, alsoTypes: string[] = []) =>
  observe(f, integration, { at: NOW - daysAgo * DAY, things, alsoTypes });
const list = async (filter: Partial<FindingFilter> = {}) =>
  (await listFindings(editor(), { ...filter, pageSize: 100 })).findings;
const found = async (filter: Partial<FindingFilter> = {}) =>
  (await list(filter)).map(({ rule, resource: { name }, severity }) => `${severity} ${rule} ${name}`);
const volume = (id: string, encrypted: boolean | undefined, changes: Partial<NormalizedResource> = {}) =>
  resource(id, {
    type: 'AWS::EC2::Volume',
    name: id,
    arn: null,
    attributes: { size: 8, ...(encrypted === undefined ? {} : { encrypted }) },
    ...changes,
  });
const group = (id: string, cidrIp = '0.0.0.0/0') =>
  resource(id, {
    type: 'AWS::EC2::SecurityGroup',
    name: id,
    arn: null,
    attributes: { ipPermissions: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: [{ cidrIp }] }] },
  });

describe('reading', () => {
  beforeEach(() =>
    see([
      ...Array.from({ length: 7 }, (_, n) => volume(`vol-${n}`, false)),
      role('AROAW', { name: 'world', attributes: trust({ AWS: '*' }) }),
      group('sg-1'),
    ]),
  );

  test('pages hold everything once, the worst first', async () => {
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = await listFindings(editor(), { pageSize: 4, pageToken });
      seen.push(...page.findings.map(({ severity, resource: { name } }) => `${severity} ${name}`));
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(seen.slice(0, 2)).toEqual(['critical world', 'high sg-1']);
    expect(new Set(seen).size).toBe(9);
    expect(seen).toHaveLength(9);
  });

  test.each<[Partial<FindingFilter>, number]>([
    [{ severity: ['critical', 'high'] }, 2],
    [{ rule: ['volume-unencrypted'] }, 7],
    [{ type: ['AWS::IAM::Role'] }, 1],
    [{ account: ['000000000000'] }, 0],
    [{ q: 'VOL-3' }, 1],
    [{ q: 'wo' }, 1],
    [{ q: 'not encrypted' }, 7],
    [{ q: '100%' }, 0],
  ])('%j finds %i', async (filter, expected) => {
    expect(await found(filter)).toHaveLength(expected);
  });

  test('the summary counts by rule, severity and account, and says how much was judged', async () => {
    const summary = await findingSummary(editor(), {});
    expect(summary).toMatchObject({
      open: 9,
      judged: { resources: 9, at: new Date(NOW - DAY).toISOString() },
      accounts: [{ accountId: ACCOUNT, count: 9 }],
    });
    expect(summary.severities.map(({ count }) => count)).toEqual([1, 1, 7, 0]);
    expect(summary.rules.find(({ rule }) => rule === 'volume-unencrypted')).toMatchObject({
      open: 7,
      worst: 'medium',
      judged: 7,
    });
  });

  test('a finding comes with why and a way out that names the resource', async () => {
    const [world] = await list({ q: 'world' });
    const detail = await getFinding(editor(), { findingId: world?.id ?? '' });
    expect(detail.why).toMatch(/supplier/);
    expect(detail.fix.map(({ code }) => code?.text ?? '').join('\n')).toContain('--role-name world');
    expect(detail.evidence.lines).toMatchObject([{ path: 'attributes.assumeRolePolicyDocument.Statement[0]' }]);
    const { findings } = await findingsOfResource(editor(), { uid: world?.resource.uid ?? '' });
    expect(findings).toEqual([detail]);
  });

  test('exports are of what the filters match', async () => {
    const read = async (format: 'csv' | 'jsonl') => {
      const signal = new AbortController().signal;
      const { body, fileName } = await exportFindings(
        { ...editor(), signal },
        { format, rule: ['volume-unencrypted'] },
      );
      const parts: string[] = [];
      for await (const part of body) parts.push(part);
      return { fileName, lines: parts.join('').trim().split(/\r?\n/) };
    };
    const csv = await read('csv');
    expect([csv.fileName, csv.lines.length]).toEqual(['findings-2026-01-10.csv', 8]);
    expect(csv.lines[0]).toMatch(/^severity,rule,state,account/);
    const jsonl = await read('jsonl');
    expect(jsonl.lines.map((line) => JSON.parse(line).rule)).toEqual(Array(7).fill('volume-unencrypted'));
  });

  test('nothing of another workspace', async () => {
    const foreign = f.as(await f.workspace(), 'owner');
    expect((await listFindings(foreign, {})).findings).toEqual([]);
    expect(await findingSummary(foreign, {})).toMatchObject({ open: 0, judged: { resources: 0, at: null } });
    const [world] = await list({ q: 'world' });
    await expect(getFinding(foreign, { findingId: world?.id ?? '' })).rejects.toMatchObject({ code: 'not_found' });
  });
});
