import type { NormalizedSchema } from '@smithy/core/schema';
import { type FormNode, parseForm } from '../query';
import { readScalar } from './read-scalar';
import { traitsOf } from './traits';

export type FormStyle = 'query' | 'ec2';

/**
 * A form body by the operation's schema. Query: lists are `Name.member.N` (or the member's own name), maps
 * `Name.entry.N.key`. EC2: every list is `Name.N`, names begin with a capital (Smithy, "AWS query" and "AWS EC2 query").
 */
export function readForm(body: string, input: NormalizedSchema, style: FormStyle): Record<string, unknown> {
  return readStruct(parseForm(body), input, style);
}

function readStruct(node: FormNode, schema: NormalizedSchema, style: FormStyle): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const child = node.children?.get(formName(name, member, style));
    if (child !== undefined) values[name] = readNode(child, member, style, name);
  }
  return values;
}

function formName(name: string, member: NormalizedSchema, style: FormStyle): string {
  const { xmlName, ec2QueryName, xmlFlattened } = traitsOf(member);
  if (style === 'query') {
    // A flattened list goes by the name of its members, where they have one.
    const own = member.isListSchema() && xmlFlattened ? traitsOf(member.getValueSchema()).xmlName : undefined;
    return own ?? xmlName ?? name;
  }
  if (ec2QueryName !== undefined) return ec2QueryName;
  const plain = xmlName ?? name;
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

function readNode(node: FormNode, schema: NormalizedSchema, style: FormStyle, name: string): unknown {
  const { xmlFlattened } = traitsOf(schema);
  if (schema.isListSchema()) {
    const member = schema.getValueSchema();
    const items = style === 'ec2' || xmlFlattened ? node : node.children?.get(traitsOf(member).xmlName ?? 'member');
    return inOrder(items).map((item) => readNode(item, member, style, name));
  }
  if (schema.isMapSchema()) return readMap(xmlFlattened ? node : node.children?.get('entry'), schema, style, name);
  if (schema.isStructSchema()) return readStruct(node, schema, style);
  return readScalar(schema, node.text ?? '', name);
}

function readMap(node: FormNode | undefined, schema: NormalizedSchema, style: FormStyle, name: string) {
  const key = traitsOf(schema.getKeySchema()).xmlName ?? 'key';
  const value = traitsOf(schema.getValueSchema()).xmlName ?? 'value';
  const entries = inOrder(node).map((entry) => {
    const held = entry.children?.get(value);
    return [entry.children?.get(key)?.text ?? '', held && readNode(held, schema.getValueSchema(), style, name)];
  });
  return Object.fromEntries(entries);
}

function inOrder(node: FormNode | undefined): FormNode[] {
  return [...(node?.children ?? [])]
    .filter(([index]) => /^\d{1,6}$/.test(index))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}
