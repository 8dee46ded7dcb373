/** Attributes come as unknown JSON; these read them without trusting their shape. */
export type JsonRecord = Record<string, unknown>;

export function isObject(value: unknown): value is JsonRecord {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function objects(value: unknown): JsonRecord[] {
  return list(value).filter(isObject);
}

/** A text that is there and not empty. */
export function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A document as text to read; one that is no JSON stays as it was written. */
export function pretty(document: unknown): string {
  return typeof document === 'string' ? document : JSON.stringify(document ?? null, null, 2);
}
