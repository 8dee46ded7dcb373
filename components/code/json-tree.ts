export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type JsonRow = {
  /** Path from the root, as JSON Pointer (RFC 6901): "/Statement/0/Action". The root is "". */
  path: string;
  depth: number;
  name: string | null;
  value: JsonValue;
  /** How many values are inside; null for a plain value. */
  inside: number | null;
};

/** Visible rows of a tree, from the top: children of the paths in `open` are shown. */
export function jsonRows(value: JsonValue, open: ReadonlySet<string>): JsonRow[] {
  const rows: JsonRow[] = [];
  const visit = (name: string | null, inner: JsonValue, path: string, depth: number): void => {
    const children = entries(inner);
    rows.push({ path, depth, name, value: inner, inside: children ? children.length : null });
    if (!children || !open.has(path)) return;
    for (const [key, child] of children) visit(key, child, `${path}/${escapePointer(key)}`, depth + 1);
  };
  visit(null, value, '', 0);
  return rows;
}

/** Paths that begin open: down to `depth`, and only where at most `most` values are inside. */
export function openPaths(value: JsonValue, depth: number, most = 50): Set<string> {
  const open = new Set<string>();
  const visit = (inner: JsonValue, path: string, left: number): void => {
    const children = entries(inner);
    if (!children || left < 0 || (children.length > most && path !== '')) return;
    open.add(path);
    for (const [key, child] of children) visit(child, `${path}/${escapePointer(key)}`, left - 1);
  };
  visit(value, '', depth);
  return open;
}

function entries(value: JsonValue): [string, JsonValue][] | null {
  if (Array.isArray(value)) return value.map((child, index) => [String(index), child]);
  return value !== null && typeof value === 'object' ? Object.entries(value) : null;
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
