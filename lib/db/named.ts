import { createHash } from 'node:crypto';

/**
 * A raw statement that begins with this is prepared under a name, once a connection: planning the large ones anew costs
 * as much as running them. Only for constant text, or the server would keep every variant.
 */
export const NAMED = '/* named */';

const names = new Map<string, string>();

/** The adapter's name for a statement; undefined leaves it unnamed. */
export function statementName({ sql }: { sql: string }): string {
  if (!sql.startsWith(NAMED)) return undefined as unknown as string;
  const known = names.get(sql);
  if (known !== undefined) return known;
  const name = createHash('sha256').update(sql).digest('base64url').slice(0, 20);
  names.set(sql, name);
  return name;
}
