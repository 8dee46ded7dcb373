import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { collectorsOf } from '@/lib/collectors/registry';
import type { Integration } from '@/lib/db/generated/prisma/client';
import type { LeasedScope } from '@/lib/sensor/port';
import { fenceOf, type InventoryFixture, NO_PROGRESS, openInventoryFixture } from '../inventory/testing/fixture';
import { getScan } from '../scans/get';
import { startScan } from '../scans/start';

const REGIONS = ['eu-central-1', 'eu-west-1'];
const regional = (service: 'ec2' | 's3') =>
  collectorsOf(service).flatMap(({ scope, type }) => (scope === 'regional' ? [type] : []));

let f: InventoryFixture;
beforeAll(async () => {
  f = await openInventoryFixture();
});
afterAll(() => f.close());

let workspaceId: string;
let integration: Integration;
beforeEach(async () => {
  workspaceId = await f.workspace();
  integration = await made();
});

const made = (region = 'us-east-1') =>
  f.integration(workspaceId, { region, options: { permissionSet: 'security_audit', services: ['ec2', 's3'] } });
const port = () => f.port(workspaceId);
const take = (id: string | undefined) => port().takeScanJob(id ?? '', uuidv7());

async function start(of = integration) {
  const { scan } = await startScan(f.as(workspaceId, 'editor'), { integrationId: of.id });
  const jobOf = (service: string) => scan.jobs.find((job) => job.service === service)?.id;
  return { scanId: scan.id, ec2: jobOf('ec2'), s3: jobOf('s3') };
}
const regionsOf = (scopes: readonly LeasedScope[], type: string) =>
  scopes.flatMap((scope) => (scope.type === type ? [scope.region] : []));

describe('the regions of a scan', () => {
  test('are told by the first job that needs them, and opened for all of them', async () => {
    const { scanId, ec2, s3 } = await start();
    const first = await take(s3);
    expect(first).toMatchObject({ service: 's3', regionsKnown: false, scopes: [] });
    const opened = await port().openRegions(fenceOf(first), [...REGIONS].reverse());
    for (const type of regional('s3')) expect(regionsOf(opened, type).toSorted()).toEqual(REGIONS);

    const second = await take(ec2);
    expect(second?.regionsKnown).toBe(true);
    for (const type of regional('ec2')) expect(regionsOf(second?.scopes ?? [], type).toSorted()).toEqual(REGIONS);
    const told = await port().openRegions(fenceOf(second), ['sa-east-1']);
    expect(new Set(told.map(({ region }) => region))).toEqual(new Set(['global', ...REGIONS]));
    expect((await getScan(f.as(workspaceId), { scanId })).regions).toEqual(REGIONS);
  });

  test('that AWS would not tell are those the account was seen in, and the integration’s own', async () => {
    const { scanId, s3, ec2 } = await start();
    const first = await take(s3);
    await port().openRegions(fenceOf(first), REGIONS);
    await port().end(fenceOf(first), { status: 'finished', progress: NO_PROGRESS });
    await port().end(fenceOf(await take(ec2)), { status: 'finished', progress: NO_PROGRESS });
    expect((await getScan(f.as(workspaceId), { scanId })).finishedAt).not.toBeNull();

    const again = await start();
    const opened = await port().openRegions(fenceOf(await take(again.s3)), null);
    expect([...new Set(opened.map(({ region }) => region))].toSorted()).toEqual([...REGIONS, 'us-east-1']);
  });

  test('belong to the integration that opened them first; another one skips them and says who', async () => {
    const first = await take((await start()).s3);
    await port().openRegions(fenceOf(first), REGIONS);
    const { scanId, s3 } = await start(await made());
    expect(await port().openRegions(fenceOf(await take(s3)), REGIONS)).toEqual([]);
    const { scopes } = await getScan(f.as(workspaceId), { scanId });
    expect(new Set(scopes.filter(({ region }) => region !== 'global').map(({ status }) => status))).toEqual(
      new Set(['skipped']),
    );
  });

  test('must be regions', async () => {
    const first = await take((await start()).s3);
    for (const wrong of [[], ['global'], ["eu-west-1'; --"], Array.from({ length: 200 }, (_, n) => `eu-west-${n}`)]) {
      await expect(port().openRegions(fenceOf(first), wrong)).rejects.toMatchObject({ code: 'invalid_request' });
    }
  });
});
