import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  type ColumnType,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlQuery,
  type SqlQueryable,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { withClient } from '../pg/database';

type Field = { dataTypeID: number };
type PgQueryable = SqlQueryable & {
  client: { query(sql: string): Promise<unknown> };
  performIO(query: SqlQuery): Promise<{ fields?: Field[] }>;
};

/** PostgreSQL's internal "char" (and its array), which the engine's catalog queries return: read as text, typed as Character. */
const INTERNAL_CHAR: ReadonlyMap<number, { readAs: number; type: ColumnType }> = new Map([
  [18, { readAs: 25, type: ColumnTypeEnum.Character }],
  [1002, { readAs: 1009, type: ColumnTypeEnum.CharacterArray }],
]);

/**
 * The adapter factory the WASM engine migrates through, and `dropShadows` for the databases it made for comparison:
 * the engine never drops those itself.
 */
export function migrationAdapter({ url, shadowDatabaseUrl }: { url: string; shadowDatabaseUrl?: string }) {
  const base = new PrismaPg({ connectionString: url });
  const drops: (() => Promise<unknown>)[] = [];

  // PrismaPg.connectToShadowDb() ignores the database name when it was given a connection string.
  const connectToShadowDb = async () => {
    if (shadowDatabaseUrl) return open(new PrismaPg({ connectionString: shadowDatabaseUrl }));
    const name = `prisma_migrate_shadow_db_${randomUUID()}`;
    await execute(url, `CREATE DATABASE ${pg.escapeIdentifier(name)}`);
    const shadowUrl = new URL(url);
    shadowUrl.pathname = `/${name}`;
    const adapter = await open(new PrismaPg({ connectionString: shadowUrl.toString() }));
    drops.push(async () => {
      await adapter.dispose().catch(() => {});
      await execute(url, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
    });
    return adapter;
  };

  return {
    factory: bindMigrationAwareSqlAdapterFactory({
      provider: base.provider,
      adapterName: base.adapterName,
      connect: () => open(base),
      connectToShadowDb,
    }),
    async dropShadows() {
      for (const drop of drops.splice(0)) await drop();
    },
  };
}

async function open(factory: PrismaPg): Promise<SqlDriverAdapter> {
  const adapter = readInternalChar(await factory.connect());
  // PrismaPg cuts a script at every semicolon, also within comments, strings and function bodies; PostgreSQL knows better.
  adapter.executeScript = async (script) => {
    await (adapter as unknown as PgQueryable).client.query(script);
  };
  const startTransaction = adapter.startTransaction.bind(adapter);
  adapter.startTransaction = async (level) => readInternalChar(await startTransaction(level));
  return adapter;
}

/** Patches one connection in place: adapter-pg refuses columns of PostgreSQL's internal "char". */
function readInternalChar<T extends SqlQueryable>(connection: T): T {
  const queryable = connection as unknown as PgQueryable;
  const performIO = queryable.performIO.bind(queryable);
  const queryRaw = queryable.queryRaw.bind(queryable);
  let types: (ColumnType | undefined)[] = [];
  queryable.performIO = async (query) => {
    const answer = await performIO(query);
    types = (answer.fields ?? []).map((field) => {
      const internal = INTERNAL_CHAR.get(field.dataTypeID);
      if (internal) field.dataTypeID = internal.readAs;
      return internal?.type;
    });
    return answer;
  };
  queryable.queryRaw = async (query): Promise<SqlResultSet> => {
    const result = await queryRaw(query);
    return { ...result, columnTypes: result.columnTypes.map((type, index) => types[index] ?? type) };
  };
  return connection;
}

function execute(url: string, sql: string): Promise<unknown> {
  return withClient(url, (client) => client.query(sql));
}
