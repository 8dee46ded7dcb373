/** Names of values that may be secret. CloudTrail leaves most out itself; services differ in how far they go. */
const SECRET =
  /pass(word|phrase)|secret(?!arn|id|name|sarn|version)|private_?key|(?<!next|page|start|client)token$|credential(?!id|report|s?provider)|user_?data|authorization/i;
const MOST_DEPTH = 40;

/** The value with everything that may be secret replaced, by the name it stands under. Depth is bounded. */
export function maskSecrets(value: Record<string, unknown>): Record<string, unknown> {
  return mask(value, 0) as Record<string, unknown>;
}

function mask(value: unknown, depth: number): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (depth > MOST_DEPTH) return '(deeper than is kept)';
  if (Array.isArray(value)) return value.map((one) => mask(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      SECRET.test(name) && (typeof part === 'string' || typeof part === 'number') ? '***' : mask(part, depth + 1),
    ]),
  );
}
