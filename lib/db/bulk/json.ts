/** What jsonb and text refuse though JSON has it: U+0000, and halves of surrogate pairs (as JSON.stringify escapes them). */
const UNSTORABLE = /\\u(0000|d[89a-f][0-9a-f]{2})/;

/**
 * JSON that PostgreSQL takes for any value that AWS may hand us: what it refuses becomes U+FFFD, so that one odd policy
 * document cannot keep a whole scan from being settled.
 */
export function jsonForPostgres(value: unknown): string {
  const text = JSON.stringify(value);
  return UNSTORABLE.test(text) ? JSON.stringify(storable(value)) : text;
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\uFFFD');
  if (Array.isArray(value)) return value.map(storable);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [storable(key), storable(part)]));
}
