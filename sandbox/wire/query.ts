import { AwsError } from './errors';

/** A form as the tree its dotted names spell. */
export type FormNode = { text?: string; children?: Map<string, FormNode> };
type Node = FormNode;

const MAX_DEPTH = 12;

/**
 * A query-protocol body as nested values: `Tags.member.2.Key=a` becomes `{ Tags: [, { Key: 'a' }] }` (gaps closed).
 * Lists come as `Name.member.N` (IAM, STS, CloudFormation); `Action` and `Version` stay in the result.
 */
export function parseQuery(body: string): Record<string, unknown> {
  return toRecord(parseForm(body).children);
}

export function parseForm(body: string): FormNode {
  const root: Node = { children: new Map() };
  for (const [name, value] of new URLSearchParams(body)) insert(root, name.split('.'), value);
  return root;
}

function insert(root: Node, path: string[], value: string): void {
  if (path.length > MAX_DEPTH) throw new AwsError('MalformedQueryString', 'The query string is malformed.', 400);
  let node = root;
  for (const step of path) {
    node.children ??= new Map();
    let next = node.children.get(step);
    if (next === undefined) {
      next = {};
      node.children.set(step, next);
    }
    node = next;
  }
  node.text = value;
}

function toValue(node: Node): unknown {
  const { children } = node;
  if (children === undefined || children.size === 0) return node.text ?? '';
  const member = children.size === 1 ? children.get('member') : undefined;
  if (member?.children !== undefined) return toList(member.children);
  return toRecord(children);
}

function toRecord(children: Map<string, Node> = new Map()): Record<string, unknown> {
  // No prototype: a parameter may be called __proto__.
  const record: Record<string, unknown> = Object.create(null);
  for (const [name, child] of children) record[name] = toValue(child);
  return record;
}

function toList(members: Map<string, Node>): unknown[] {
  return [...members.entries()]
    .filter(([index]) => /^\d{1,6}$/.test(index))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => toValue(child));
}
