import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../errors';
import { parseJsonBody } from '../json';
import type { WireRequest } from '../request';
import type { ModelOperation, OperationModel } from './operation';
import { readJson } from './read-json';
import { readScalar } from './read-scalar';
import { readXmlBody } from './read-xml';
import { traitsOf } from './traits';

/** `path` is what routes match; a service may cut something off first (S3: the bucket) and say what it read as `labels`. */
export type RestTarget = { path: string; labels: Readonly<Record<string, string>> };
export type Routed = { operation: ModelOperation; labels: Record<string, string> };

/** The most telling operation that method, path, labels and literal query parameters allow. */
export function route(
  operations: Readonly<Record<string, ModelOperation>>,
  request: WireRequest,
  target: RestTarget,
): Routed | undefined {
  const query = new URLSearchParams(request.query);
  let best: (Routed & { score: number }) | undefined;
  for (const operation of Object.values(operations)) {
    const { http, input } = operation.model;
    if (http === undefined || http.method !== request.method) continue;
    if (!http.literals.every(([name, value]) => query.has(name) && (value === '' || query.get(name) === value)))
      continue;
    const labels = matchPath(http.path, target.path);
    if (labels === undefined) continue;
    const known = { ...target.labels, ...labels };
    if (!sameLabels(input, known)) continue;
    const score =
      http.literals.length * 10 + http.path.split('/').filter((part) => part && !part.startsWith('{')).length;
    if (best === undefined || score > best.score) best = { operation, labels: known, score };
  }
  return best;
}

/** An operation on a bucket is none without one, and the other way round. */
function sameLabels(input: NormalizedSchema, labels: Readonly<Record<string, string>>): boolean {
  const wanted = [...input.structIterator()].filter(([, member]) => traitsOf(member).httpLabel).map(([name]) => name);
  return wanted.length === Object.keys(labels).length && wanted.every((name) => labels[name] !== undefined);
}

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const names: string[] = [];
  const pattern = template
    .replace(/\/$/, '')
    .split(/(\{\w+\+?\})/)
    .map((part) => {
      const label = /^\{(\w+)(\+?)\}$/.exec(part);
      if (label === null) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(label[1] ?? '');
      return label[2] === '+' ? '(.+)' : '([^/]+)';
    })
    .join('');
  const match = new RegExp(`^${pattern}/?$`).exec(path);
  if (match === null) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]));
}

/** Input of a REST operation from its labels, query, headers and body. */
export function readRest(
  model: OperationModel,
  request: WireRequest,
  labels: Readonly<Record<string, string>>,
  format: 'json' | 'xml',
): Record<string, unknown> {
  const query = new URLSearchParams(request.query);
  const values: Record<string, unknown> = {};
  const inBody: [string, NormalizedSchema][] = [];
  for (const [name, member] of model.input.structIterator()) {
    const { httpLabel, httpQuery, httpHeader, httpPayload, httpQueryParams, httpPrefixHeaders } = traitsOf(member);
    if (httpLabel) values[name] = readScalar(member, labels[name] ?? '', name);
    else if (httpQuery !== undefined) put(values, name, fromTexts(member, query.getAll(httpQuery), name));
    else if (httpHeader !== undefined) {
      const text = request.header(httpHeader.toLowerCase());
      put(values, name, text === undefined ? undefined : fromHeader(member, text, name));
    } else if (httpPayload) put(values, name, readPayload(member, request, format));
    else if (httpPrefixHeaders !== undefined) put(values, name, prefixed(request, httpPrefixHeaders.toLowerCase()));
    else if (!httpQueryParams) inBody.push([name, member]);
  }
  if (inBody.length > 0 && request.body.length > 0)
    Object.assign(values, readBody(model.input, inBody, request, format));
  return values;
}

function put(values: Record<string, unknown>, name: string, value: unknown): void {
  if (value !== undefined) values[name] = value;
}

function fromTexts(member: NormalizedSchema, texts: string[], name: string): unknown {
  if (texts.length === 0) return undefined;
  if (member.isListSchema()) return texts.map((text) => readScalar(member.getValueSchema(), text, name));
  return readScalar(member, texts[0] ?? '', name);
}

function fromHeader(member: NormalizedSchema, text: string, name: string): unknown {
  if (!member.isListSchema()) return readScalar(member, text, name);
  return text.split(',').map((part) => readScalar(member.getValueSchema(), part.trim(), name));
}

function prefixed(request: WireRequest, prefix: string): Record<string, string> {
  const names = request.headerNames().filter((name) => name.startsWith(prefix));
  return Object.fromEntries(names.map((name) => [name.slice(prefix.length), request.header(name) ?? '']));
}

function readPayload(member: NormalizedSchema, request: WireRequest, format: 'json' | 'xml'): unknown {
  if (member.isBlobSchema() || member.isStreaming()) return request.payload();
  if (request.body.length === 0) return undefined;
  const text = request.payload().toString('utf8');
  if (member.isStringSchema()) return text;
  return format === 'xml' ? readXmlBody(member, text) : readJson(member, parseJsonBody(text), 'the body');
}

function readBody(
  input: NormalizedSchema,
  members: readonly [string, NormalizedSchema][],
  request: WireRequest,
  format: 'json' | 'xml',
): Record<string, unknown> {
  const text = request.payload().toString('utf8');
  const read = format === 'xml' ? readXmlBody(input, text) : readJson(input, parseJsonBody(text), 'the body');
  if (typeof read !== 'object' || read === null) throw new AwsError('SerializationException', 'The body is malformed.');
  const names = new Set(members.map(([name]) => name));
  return Object.fromEntries(Object.entries(read).filter(([name]) => names.has(name)));
}
