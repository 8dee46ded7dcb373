/**
 * P5 and P7: settling through the sensor's port, with row-level security on, beside its ceiling and the naive way.
 * P7: new rows against COPY of the same rows into the same table (indexes and triggers as they are), and against a loop
 * of Prisma upserts. P5: the same observations again, nothing changed: what is written, and the time against the first.
 * `npx tsx bench/settle.ts [rows]`
 */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { v7 as uuidv7 } from 'uuid';
import { hashResource } from '@/lib/collectors/hash';
import type { NormalizedResource } from '@/lib/collectors/types';
import { inWorkspace } from '@/lib/db/transaction';
import { type Fence, MAX_OBSERVATIONS, type Observation, type ScopeOutcome } from '@/lib/sensor/port';
import type { ServiceContext, WorkspaceContext } from '@/lib/services/context';
import { startScan } from '@/lib/services/scans/start';
import { sensorPort } from '@/lib/services/sensor/port';
import { withClient } from '@/scripts/pg/database';
import { type BenchDatabase, benchDatabase } from './database';
import { median } from './measure';

const ROWS = Number(process.argv[2] ?? 10_000);
const ROUNDS = 5;
const BATCH = MAX_OBSERVATIONS;
const UPSERTS = 100;
const ACCOUNT = '339712905844';
const REGION = 'eu-west-1';
const TYPE = 'AWS::EC2::Instance';
const NO_PROGRESS = { calls: 0, throttles: 0, errors: 0, resources: 0, scopesDone: 0, scopesTotal: 0, perAction: {} };

/** About 1.2 KB, as PERFORMANCE's figures are for. */
function instance(n: number): NormalizedResource {
  const id = `i-${n.toString(16).padStart(17, '0')}`;
  const octets = `${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
  return {
    type: TYPE,
    id,
    arn: `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${id}`,
    name: `payments-worker-${n}`,
    region: REGION,
    tags: { Name: `payments-worker-${n}`, team: `team-${n % 12}`, environment: n % 3 ? 'prod' : 'staging' },
    attributes: {
      instanceType: 'm7g.large',
      imageId: `ami-${(n % 40).toString(16).padStart(17, '0')}`,
      privateIpAddress: `10.${octets}`,
      addresses: [`10.${octets}`, `ip-10-${octets.replaceAll('.', '-')}.${REGION}.compute.internal`],
      blockDeviceMappings: [0, 1].map((k) => ({
        deviceName: `/dev/xvd${k}`,
        ebs: { volumeId: `vol-${n}-${k}`, status: 'attached' },
      })),
      metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 2, httpEndpoint: 'enabled' },
      placement: { availabilityZone: `${REGION}a`, tenancy: 'default' },
      userText: 'x'.repeat(350),
    },
    volatile: { state: 'running' },
    relationships: [
      { kind: 'belongsTo', toType: 'AWS::EC2::Subnet', toId: `subnet-${(n % 60).toString(16).padStart(17, '0')}` },
      { kind: 'protectedBy', toType: 'AWS::EC2::SecurityGroup', toId: `sg-${(n % 90).toString(16).padStart(17, '0')}` },
    ],
    createdAt: new Date(1_700_000_000_000 + n * 1000).toISOString(),
    unread: [],
  };
}

type Made = { context: WorkspaceContext; integrationId: string };

async function workspace({ db }: BenchDatabase): Promise<Made> {
  const workspaceId = uuidv7();
  await db.directory.workspace.create({ data: { id: workspaceId, name: workspaceId } });
  const id = uuidv7();
  await inWorkspace(db, workspaceId, async (tx) => {
    await tx.credential.create({ data: { workspaceId, id, name: 'bench', retriever: 'mooring_issuer' } });
    await tx.integration.create({
      data: {
        workspaceId,
        id,
        name: 'bench',
        credentialId: id,
        state: 'connected',
        accountId: ACCOUNT,
        options: { permissionSet: 'security_audit', services: ['ec2'] },
        createdBy: 'bench',
        updatedBy: 'bench',
      },
    });
  });
  const install = { jobs: { enqueue: async () => {} }, sandboxUrl: null } as unknown as ServiceContext['install'];
  const actor = { kind: 'user', id: 'bench', label: 'bench', installAdmin: false, role: 'editor' } as const;
  const context = { db, install, now: () => new Date(), workspaceId, requestId: randomUUID(), ipAddress: null, actor };
  return { context: context as unknown as WorkspaceContext, integrationId: id };
}

/** One whole scope: whole batches, then the list's end. Answers the milliseconds it took. */
async function settle({ context, integrationId }: Made, things: readonly NormalizedResource[]): Promise<number> {
  const { scan } = await startScan(context, { integrationId });
  const port = sensorPort(context, context.workspaceId);
  const lease = await port.takeScanJob(scan.jobs[0]?.id ?? '', uuidv7());
  if (!lease) throw new Error('no lease');
  const fence: Fence = lease.fence;
  await port.openRegions(fence, [REGION]);
  const scope = { accountId: ACCOUNT, region: REGION, type: TYPE };
  const observedAt = Date.now();
  const observations: Observation[] = things.map((resource) => ({ resource, ...hashResource(resource), observedAt }));
  const startedAt = performance.now();
  for (let at = 0; at < observations.length; at += BATCH) {
    await port.submit(fence, scope, observations.slice(at, at + BATCH));
  }
  const outcome: ScopeOutcome = {
    status: 'complete',
    startedAt: observedAt,
    finishedAt: Date.now(),
    seenIds: things.map(({ id }) => id),
    resources: things.length,
    gaps: [],
    error: null,
  };
  await port.completeScopes(fence, ACCOUNT, [{ region: REGION, type: TYPE, outcome }]);
  const took = performance.now() - startedAt;
  await port.end(fence, { status: 'finished', progress: NO_PROGRESS });
  return took;
}

const COLUMNS =
  'workspace_id, uid, account_id, region, service, type, id, arn, name, tags, attributes, volatile, content_hash, row_hash, integration_id, aws_created_at, first_seen_at, observed_at, changed_at';

const cell = (value: unknown) =>
  (typeof value === 'string' ? value : JSON.stringify(value)).replace(/[\\\t\n\r]/g, (each) => `\\${each}`);

/** COPY of the same rows into the same table by its owner: the ceiling. */
async function copy(bench: BenchDatabase, made: Made, things: readonly NormalizedResource[]): Promise<number> {
  const { workspaceId } = made.context;
  const now = new Date().toISOString();
  const lines = things.map((thing) => {
    const { contentHash, rowHash } = hashResource(thing);
    const cells: unknown[] = [
      workspaceId,
      uuidv7(),
      ACCOUNT,
      REGION,
      'ec2',
      TYPE,
      thing.id,
      thing.arn,
      thing.name,
      thing.tags,
    ];
    cells.push(thing.attributes, thing.volatile);
    const last = [made.integrationId, thing.createdAt, now, now, now];
    return `${[...cells.map(cell), `\\\\x${contentHash}`, `\\\\x${rowHash}`, ...last].join('\t')}\n`;
  });
  return withClient(ownerOf(bench), async (client) => {
    const startedAt = performance.now();
    await pipeline(Readable.from(lines), client.query(copyFrom(`COPY tenant.resource (${COLUMNS}) FROM STDIN`)));
    return performance.now() - startedAt;
  });
}

/** What one would write first: an upsert a row. */
async function upserts(bench: BenchDatabase, made: Made, things: readonly NormalizedResource[]): Promise<number> {
  const { workspaceId } = made.context;
  const startedAt = performance.now();
  for (const thing of things) {
    const { contentHash, rowHash } = hashResource(thing);
    const key = { workspaceId, accountId: ACCOUNT, region: REGION, type: TYPE, id: thing.id };
    const { arn, name, tags, attributes, volatile } = thing;
    const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
    const content = { arn, name, tags, attributes, volatile, contentHash: bytes(contentHash), rowHash: bytes(rowHash) };
    const at = new Date();
    await inWorkspace(bench.db, workspaceId, (tx) =>
      tx.resource.upsert({
        where: { workspaceId_accountId_region_type_id: key },
        update: { ...content, observedAt: at, changedAt: at },
        create: { ...key, ...content, uid: uuidv7(), service: 'ec2', firstSeenAt: at, observedAt: at, changedAt: at },
      }),
    );
  }
  return performance.now() - startedAt;
}

const TABLES = ['resource', 'resource_version', 'version_cause', 'relationship', 'finding', 'inventory_rollup'];

/** What a row's place and writer tell: it is the same row, untouched. */
async function traces(bench: BenchDatabase, workspaceId: string): Promise<string> {
  return withClient(ownerOf(bench), async (client) => {
    const parts: string[] = [];
    for (const table of TABLES) {
      const { rows } = await client.query<{ hash: string }>(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(ctid::text || xmin::text || xmax::text, ',' ORDER BY ctid)), '') AS hash
         FROM tenant.${table} WHERE workspace_id = $1`,
        [workspaceId],
      );
      parts.push(`${table} ${rows[0]?.hash}`);
    }
    return parts.join('\n');
  });
}

const ownerOf = ({ superuserUrl }: BenchDatabase) => superuserUrl.replace(/\/postgres$/, '/mooring');
const rate = (rows: number, ms: number) => Math.round((rows / ms) * 1000);

async function main(): Promise<void> {
  const bench = await benchDatabase();
  try {
    const things = Array.from({ length: ROWS }, (_, n) => instance(n));
    await settle(await workspace(bench), things.slice(0, BATCH));
    // As in an install that runs for long: the statistics know other workspaces, and not the one whose first scan this is.
    await withClient(ownerOf(bench), (client) => client.query('ANALYZE'));
    const rounds = { first: [] as number[], again: [] as number[], copied: [] as number[], loop: [] as number[] };
    let untouched = true;
    for (let round = 0; round < ROUNDS; round++) {
      rounds.copied.push(await copy(bench, await workspace(bench), things));
      const made = await workspace(bench);
      rounds.first.push(await settle(made, things));
      const before = await traces(bench, made.context.workspaceId);
      rounds.again.push(await settle(made, things));
      untouched &&= before === (await traces(bench, made.context.workspaceId));
      rounds.loop.push(await upserts(bench, await workspace(bench), things.slice(0, UPSERTS)));
    }
    const [first, again, copied] = [median(rounds.first), median(rounds.again), median(rounds.copied)];
    const loop = median(rounds.loop);
    // Of one round, whose parts met the same neighbours; then the median of the rounds.
    const ratio = (a: number[], b: number[]) => median(a.map((one, n) => one / (b[n] ?? Number.NaN)));
    console.table({
      'COPY into the same table': { 'rows/s': rate(ROWS, copied) },
      'settling new rows': { 'rows/s': rate(ROWS, first) },
      'settling what is unchanged': { 'rows/s': rate(ROWS, again) },
      'a loop of upserts': { 'rows/s': rate(UPSERTS, loop) },
    });
    console.log(`P7  settling / COPY          ${ratio(rounds.copied, rounds.first).toFixed(2)}  (bar 0.6)`);
    console.log(
      `P7  settling / upsert loop   ${((ratio(rounds.loop, rounds.first) * ROWS) / UPSERTS).toFixed(1)}  (bar 15)`,
    );
    console.log(`P5  rescan / first           ${ratio(rounds.again, rounds.first).toFixed(3)}  (bar 0.1)`);
    console.log(
      `P5  rows of the inventory written by a rescan: ${untouched ? 'none' : 'SOME'}  (${TABLES.join(', ')})`,
    );
  } finally {
    await bench.close();
  }
}

await main();
