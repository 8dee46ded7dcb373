import { withClient } from '../pg/database';

type Facts = { privileged: boolean; owns: boolean; tenant: boolean; directory: boolean };

/** Proves that the runtime role can log in and act, and that row-level security binds it. Throws what to change. */
export async function verifyRuntime(runtimeUrl: string): Promise<void> {
  const facts = await readFacts(runtimeUrl);
  const role = decodeURIComponent(new URL(runtimeUrl).username);
  if (facts.privileged || facts.owns) {
    const why = facts.owns ? 'owns tables' : 'is a superuser or has BYPASSRLS';
    throw new Error(
      `The role ${role} of DATABASE_URL ${why}, so row-level security does not bind it. Use a plain role.`,
    );
  }
  if (!facts.tenant || !facts.directory) {
    throw new Error(`The role ${role} is no member of mooring_tenant and mooring_directory. Grant it both.`);
  }
}

/** PostgreSQL's (or the system's) error code when `url` does not let us in; undefined when it does. */
export async function loginProblem(url: string): Promise<string | undefined> {
  try {
    await withClient(url, async () => {});
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? 'unknown';
  }
}

async function readFacts(runtimeUrl: string): Promise<Facts> {
  try {
    return await withClient(runtimeUrl, async (client) => {
      const { rows } = await client.query<Facts>(`
        SELECT rolsuper OR rolbypassrls AS privileged,
               EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                       WHERE c.relowner = r.oid AND n.nspname IN ('tenant', 'directory')) AS owns,
               pg_has_role('mooring_tenant', 'MEMBER') AS tenant,
               pg_has_role('mooring_directory', 'MEMBER') AS directory
        FROM pg_roles r WHERE rolname = current_user`);
      return rows[0] as Facts;
    });
  } catch (cause) {
    const { message } = cause as Error;
    throw new Error(`The runtime role of DATABASE_URL cannot use the database: ${message}.`, { cause });
  }
}
