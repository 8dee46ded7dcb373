import type { NormalizedSchema } from '@smithy/core/schema';
import { escapeXml } from '../xml';
import { printTime, type TimeFormat, timeFormat, traitsOf } from './traits';

/** One element by its schema; nothing for an undefined value. Lists, maps and names as the schema's XML traits say. */
export function writeXml(schema: NormalizedSchema, name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  const { xmlFlattened } = traitsOf(schema);
  if (schema.isListSchema()) {
    const member = schema.getValueSchema();
    const items = value as readonly unknown[];
    if (xmlFlattened) return items.map((item) => writeXml(member, name, item)).join('');
    const itemName = traitsOf(member).xmlName ?? 'member';
    return `<${name}>${items.map((item) => writeXml(member, itemName, item)).join('')}</${name}>`;
  }
  if (schema.isMapSchema()) {
    const key = traitsOf(schema.getKeySchema()).xmlName ?? 'key';
    const held = schema.getValueSchema();
    const entries = Object.entries(value).map(([each, item]) => {
      const entry =
        writeXml(schema.getKeySchema(), key, each) + writeXml(held, traitsOf(held).xmlName ?? 'value', item);
      return xmlFlattened ? `<${name}>${entry}</${name}>` : `<entry>${entry}</entry>`;
    });
    return xmlFlattened ? entries.join('') : `<${name}>${entries.join('')}</${name}>`;
  }
  if (schema.isStructSchema()) return `<${name}${attributes(schema, value)}>${writeMembers(schema, value)}</${name}>`;
  return `<${name}>${escapeXml(scalarText(schema, value))}</${name}>`;
}

/** The members of a structure, without an element around them. `skip`: those that travel elsewhere. */
export function writeMembers(
  schema: NormalizedSchema,
  value: unknown,
  skip: (member: NormalizedSchema) => boolean = () => false,
) {
  const given = value as Record<string, unknown>;
  let text = '';
  for (const [name, member] of schema.structIterator()) {
    const traits = traitsOf(member);
    if (traits.xmlAttribute || skip(member)) continue;
    const own = member.isListSchema() && traits.xmlFlattened ? traitsOf(member.getValueSchema()).xmlName : undefined;
    text += writeXml(member, traits.xmlName ?? own ?? name, given[name]);
  }
  return text;
}

function attributes(schema: NormalizedSchema, value: unknown): string {
  const given = value as Record<string, unknown>;
  let text = '';
  for (const [name, member] of schema.structIterator()) {
    const { xmlAttribute, xmlName } = traitsOf(member);
    if (!xmlAttribute || given[name] === undefined) continue;
    if (xmlName?.startsWith('xsi:')) text += ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
    text += ` ${xmlName ?? name}="${escapeXml(String(given[name]))}"`;
  }
  return text;
}

export function scalarText(schema: NormalizedSchema, value: unknown, time: TimeFormat = 'date-time'): string {
  if (value instanceof Date) return String(printTime(value, timeFormat(schema, time)));
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return String(value);
}

/** A value ready for JSON.stringify by its schema. Times are seconds since 1970 unless the schema says otherwise. */
export function plainJson(
  schema: NormalizedSchema,
  value: unknown,
  skip: (member: NormalizedSchema) => boolean = () => false,
): unknown {
  if (value === undefined || value === null) return undefined;
  if (schema.isListSchema())
    return (value as readonly unknown[]).map((item) => plainJson(schema.getValueSchema(), item));
  if (schema.isMapSchema()) {
    const entries = Object.entries(value).map(([key, each]) => [key, plainJson(schema.getValueSchema(), each)]);
    return Object.fromEntries(entries);
  }
  if (schema.isStructSchema()) {
    const given = value as Record<string, unknown>;
    const plain: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      if (!skip(member)) plain[traitsOf(member).jsonName ?? name] = plainJson(member, given[name]);
    }
    return plain;
  }
  if (value instanceof Date) return printTime(value, timeFormat(schema, 'epoch-seconds'));
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}
