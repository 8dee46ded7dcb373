const REMOVED = '[redacted]';
const MAX_TEXT = 8192;
const MAX_DEPTH = 8;
const MAX_ENTRIES = 200;

/** Shapes of secrets in running text. Each is linear: no nested or overlapping repetition. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g, REMOVED],
  [/\beyJ[\w-]{8,}\.[\w-]{2,}(?:\.[\w-]*){0,3}/g, REMOVED],
  [/\b(Bearer|Basic|Negotiate)\s+[\w.~+/=:-]{4,}/gi, `$1 ${REMOVED}`],
  [/\bAWS4-HMAC-SHA256\s[^"\n]{1,2000}/g, `AWS4-HMAC-SHA256 ${REMOVED}`],
  [/([a-z][a-z0-9+.-]{0,20}:\/\/[^\s/?#:@"]{0,200}):[^\s/?#"]{0,500}@/gi, `$1:${REMOVED}@`],
  [/\b(X-Amz-(?:Signature|Security-Token|Credential)|WebIdentityToken)(=|%3D)[^&\s"]+/gi, `$1$2${REMOVED}`],
  [
    /\b([\w-]{0,40}(?:password|passwd|secret|token|api_?key))(["']?\s{0,3}[=:]\s{0,3}["']?)[^\s"'&,;)}\]]+/gi,
    `$1$2${REMOVED}`,
  ],
  [/\b(?:IQoJ|FwoG|FQoG|FwoD)[A-Za-z0-9/+=]{60,}/g, REMOVED],
  [/(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{43}=(?!=)/g, REMOVED],
];
/** 40 characters of base64 with upper case, lower case and a digit: an AWS secret access key, not a SHA-1 in hex. */
const AWS_SECRET = /(?<![A-Za-z0-9/+=_.-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_.-])/g;

const SECRET_NAME =
  /(?:password|passwd|secret|token|cookie|authorization|privatekey|privatejwk|sealingkey|credential|credentials|sessionkey|apikey|kek|plaintext|passphrase|webidentity|sealedprivate)$|secret|password/;
/** Names that end like a secret's and are none; without them a page's cursor or a token's expiry would be lost. */
const PUBLIC_NAME = /^(?:nextpagetoken|pagetoken|nexttoken|tokenpath|idempotencytoken|secretname|secretref)$/;

/** Removes terminal controls, and marks that reorder or hide text, but keeps line feed and tab. */
export function stripControls(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]|[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, '');
}

/** Text fit for a log: without control characters, anything shaped like a secret, or more than 8,192 characters. */
export function redactText(input: string): string {
  let text = stripControls(
    input.length > MAX_TEXT ? `${input.slice(0, MAX_TEXT)}… (${input.length} characters)` : input,
  );
  for (const [shape, replacement] of SHAPES) text = text.replace(shape, replacement);
  return text.replace(AWS_SECRET, (found) =>
    /[a-z]/.test(found) && /[A-Z]/.test(found) && /\d/.test(found) ? REMOVED : found,
  );
}

/** A copy of any value fit for a log: bounded in depth and size, errors as objects, secrets by name or shape removed. */
export function redactValue(value: unknown, depth = 0, seen: WeakSet<object> = new WeakSet()): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof URL) return redactText(value.href);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (seen.has(value)) return '[seen above]';
  if (depth >= MAX_DEPTH) return '[deeper]';
  seen.add(value);
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((item) => redactValue(item, depth + 1, seen));
  if (value instanceof Map || value instanceof Set) return redactValue([...value], depth + 1, seen);
  return redactEntries(value, depth, seen);
}

function redactEntries(value: object, depth: number, seen: WeakSet<object>): Record<string, unknown> {
  const out = new Map<string, unknown>();
  if (value instanceof Error) {
    out.set('type', value.name);
    out.set('message', redactText(value.message));
    out.set('stack', redactText(value.stack ?? ''));
    if (value.cause !== undefined) out.set('cause', redactValue(value.cause, depth + 1, seen));
  }
  const keyPair = 'kty' in value && ('d' in value || 'k' in value);
  for (const name of Object.keys(value).slice(0, MAX_ENTRIES)) {
    const secret = isSecretName(name) || (keyPair && !['kty', 'kid', 'alg', 'use', 'n', 'e'].includes(name));
    out.set(redactText(name), secret ? REMOVED : redactValue(read(value, name), depth + 1, seen));
  }
  return Object.fromEntries(out);
}

function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return SECRET_NAME.test(plain) && !PUBLIC_NAME.test(plain);
}

function read(value: object, name: string): unknown {
  try {
    return Reflect.get(value, name);
  } catch {
    return '[unreadable]';
  }
}
