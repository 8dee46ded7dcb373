import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../errors';

const malformed = (name: string, what: string) =>
  new AwsError('SerializationException', `The value of ${name} is not ${what}.`, 400);

/** A scalar that came as text (form, XML, header, query) or as a JSON value, as the SDK's type has it. */
export function readScalar(schema: NormalizedSchema, value: unknown, name: string): unknown {
  if (schema.isTimestampSchema()) return readTime(value, name);
  if (schema.isBlobSchema()) return value instanceof Uint8Array ? value : Buffer.from(String(value), 'base64');
  if (schema.isBooleanSchema()) return readBoolean(value, name);
  if (schema.isNumericSchema()) {
    const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
    if (Number.isNaN(number)) throw malformed(name, 'a number');
    return number;
  }
  if (schema.isDocumentSchema()) return value;
  if (typeof value === 'object') throw malformed(name, 'a string');
  return String(value);
}

function readBoolean(value: unknown, name: string): boolean {
  const text = String(value).toLowerCase();
  if (text === 'true') return true;
  if (text === 'false') return false;
  throw malformed(name, 'true or false');
}

function readTime(value: unknown, name: string): Date {
  const seconds = Number(value);
  const date = new Date(Number.isFinite(seconds) ? seconds * 1000 : String(value));
  if (Number.isNaN(date.getTime())) throw malformed(name, 'a time');
  return date;
}
