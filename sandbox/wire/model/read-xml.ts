import type { NormalizedSchema } from '@smithy/core/schema';
import { XMLParser } from 'fast-xml-parser';
import { AwsError } from '../errors';
import { readScalar } from './read-scalar';
import { traitsOf } from './traits';

const ATTRIBUTE = '@';
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: ATTRIBUTE,
  parseTagValue: false,
  trimValues: true,
  ignoreDeclaration: true,
});

type XmlNode = string | { [name: string]: XmlNode | XmlNode[] };

/** The content of a document's root element by its schema. */
export function readXmlBody(schema: NormalizedSchema, body: string): unknown {
  let document: Record<string, XmlNode>;
  try {
    document = parser.parse(body, true);
  } catch {
    throw new AwsError('MalformedXML', 'The XML you provided was not well-formed or did not validate.', 400);
  }
  const [root] = Object.values(document);
  return root === undefined ? undefined : readNode(schema, root, 'the body');
}

function readNode(schema: NormalizedSchema, node: XmlNode, name: string): unknown {
  if (schema.isStructSchema()) return readStruct(schema, typeof node === 'string' ? {} : node);
  if (schema.isListSchema()) {
    const member = traitsOf(schema.getValueSchema()).xmlName ?? 'member';
    const items = typeof node === 'string' ? [] : all(node[member]);
    return items.map((item) => readNode(schema.getValueSchema(), item, name));
  }
  if (typeof node === 'object') return readScalar(schema, typeof node['#text'] === 'string' ? node['#text'] : '', name);
  return readScalar(schema, node, name);
}

function readStruct(schema: NormalizedSchema, node: { [name: string]: XmlNode | XmlNode[] }) {
  const values: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const { xmlName, xmlFlattened, xmlAttribute } = traitsOf(member);
    const found = all(node[`${xmlAttribute ? ATTRIBUTE : ''}${xmlName ?? name}`]);
    if (found.length === 0) continue;
    values[name] =
      member.isListSchema() && xmlFlattened
        ? found.map((item) => readNode(member.getValueSchema(), item, name))
        : readNode(member, found[0] ?? '', name);
  }
  return values;
}

function all(nodes: XmlNode | XmlNode[] | undefined): XmlNode[] {
  if (nodes === undefined) return [];
  return Array.isArray(nodes) ? nodes : [nodes];
}
