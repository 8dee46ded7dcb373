import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '@/lib/auth/actor';
import { hashResource } from '@/lib/collectors/hash';
import type { NormalizedResource, ScopeKey } from '@/lib/collectors/types';
import { type Databases, openDatabases } from '@/lib/db/client';
import type { Integration } from '@/lib/db/generated/prisma/client';
import { inWorkspace, type Transaction } from '@/lib/db/transaction';
import type { Role } from '@/lib/schemas/role';
import type { EndedScope, Fence, Observation, ScanJobLease, ScopeOutcome } from '@/lib/sensor/port';
import { withClient } from '@/scripts/pg/database';
import { createTestDatabase } from '@/scripts/test/database';
import type { ServiceContext, WorkspaceContext } from '../../context';
import { sensorPort } from '../../sensor/port';

export const ACCOUNT = '339712905844';
export const NO_PROGRESS = {
  calls: 0,
  throttles: 0,
  errors: 0,
  resources: 0,
  scopesDone: 0,
  scopesTotal: 0,
  perAction: {},
};

/** A resource as a collector hands it on; what is not told is that of a plain role. */
export function resource(id: string, changes: Partial<NormalizedResource> = {}): NormalizedResource {
  const name = changes.name ?? `role-${id.toLowerCase()}`;
  return {
    type: 'AWS::IAM::Role',
    id,
    arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    name,
    region: 'global',
    tags: {},
    attributes: { path: '/' },
    volatile: {},
    relationships: [],
    createdAt: '2025-01-02T03:04:05.000Z',
    unread: [],
    ...changes,
  };
}

export const observed = (thing: NormalizedResource, observedAt: number): Observation => ({
  resource: thing,
  ...hashResource(thing),
  observedAt,
});

/** A migrated database with a workspace at a time, integrations in it, and a sensor's port to drive scans with. */
export async function openInventoryFixture() {
  const database = await createTestDatabase();
  const db: Databases = openDatabases(database.appUrl);
  const queued: { name: string; payload: unknown }[] = [];
  const jobs = {
    enqueue: async (_tx: Transaction, name: string, payload: unknown) => void queued.push({ name, payload }),
  };
  const clock = { now: () => new Date() };
  // The verbs under test read these alone; the rest of an install is other tests' business.
  const install = { jobs, sandboxUrl: null } as unknown as ServiceContext['install'];
  const deps = { db, install, now: () => clock.now() };

  const as = (workspaceId: string, role: Role | null = 'viewer', actor: Partial<Actor> = {}): WorkspaceContext => ({
    ...deps,
    workspaceId,
    requestId: uuidv7(),
    ipAddress: null,
    actor: { kind: 'user', id: 'ada', label: 'ada@example.test', installAdmin: false, role, ...actor } as Actor,
  });

  return {
    db,
    deps,
    clock,
    queued,
    as,
    async workspace(): Promise<string> {
      const id = uuidv7();
      await db.directory.workspace.create({ data: { id, name: `Team ${id.slice(-8)}` } });
      return id;
    },
    async integration(workspaceId: string, changes: Partial<Integration> = {}): Promise<Integration> {
      const id = uuidv7();
      return inWorkspace(db, workspaceId, async (tx) => {
        await tx.credential.create({ data: { workspaceId, id, name: id, retriever: 'mooring_issuer' } });
        const { options, problem, ...plain } = changes;
        return tx.integration.create({
          data: {
            workspaceId,
            id,
            name: `account-${id.slice(-8)}`,
            credentialId: id,
            state: 'connected',
            accountId: ACCOUNT,
            createdBy: 'ada',
            updatedBy: 'ada',
            // One job a scan, unless a test is about several.
            options: options ?? { permissionSet: 'security_audit', services: ['iam'] },
            ...plain,
            ...(problem ? { problem } : {}),
          },
        });
      });
    },
    port: (workspaceId: string) => sensorPort(deps, workspaceId),
    read: <T>(workspaceId: string, work: (tx: Transaction) => Promise<T>) => inWorkspace(db, workspaceId, work),
    /** Runs SQL as the role that owns the schema, which row-level security does not bind. */
    asOwner: <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
      withClient(database.migrateUrl, async (client) => (await client.query(sql, values)).rows as Row[]),
    async close() {
      await db.close();
      await database.drop();
    },
  };
}

export type InventoryFixture = Awaited<ReturnType<typeof openInventoryFixture>>;

/** One ended scope as `completeScopes` takes it: the account, and the list. */
export const endedScope = ({ accountId, region, type }: ScopeKey, of: ScopeOutcome): [string, EndedScope[]] => [
  accountId,
  [{ region, type, outcome: of }],
];

export const outcome = (status: ScopeOutcome['status'], startedAt: number, seenIds: string[] = []): ScopeOutcome => ({
  status,
  startedAt,
  finishedAt: startedAt + 1000,
  seenIds,
  resources: seenIds.length,
  gaps: [],
  error:
    status === 'complete'
      ? null
      : {
          kind: status,
          code: 'AccessDenied',
          message: 'refused',
          action: 'iam:ListRoles',
          deniedBy: null,
          requestId: null,
        },
});

export const fenceOf = (lease: ScanJobLease | null): Fence => {
  if (!lease) throw new Error('no lease was given');
  return lease.fence;
};

export const scopeOf = (type = 'AWS::IAM::Role', accountId = ACCOUNT): ScopeKey => ({
  accountId,
  region: 'global',
  type,
});
