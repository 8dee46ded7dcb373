import type { NormalizedSchema } from '@smithy/core/schema';
import { escapeXml } from '../xml';
import type { OperationModel } from './operation';
import { traitsOf } from './traits';
import { plainJson, scalarText, writeMembers, writeXml } from './write';

export type RestAnswer = {
  status: number;
  headers: Record<string, string>;
  contentType: string;
  body: string | Buffer;
};

const elsewhere = (member: NormalizedSchema) => {
  const { httpHeader, httpPrefixHeaders, httpResponseCode } = traitsOf(member);
  return httpHeader !== undefined || httpPrefixHeaders !== undefined || Boolean(httpResponseCode);
};

/** The answer of a REST operation: some members travel as headers, one may be the whole body. */
export function writeRest(
  model: OperationModel,
  result: Record<string, unknown>,
  format: 'json' | 'xml',
  namespace: string,
): RestAnswer {
  const answer: RestAnswer = {
    status: model.http?.status ?? 200,
    headers: {},
    contentType: format === 'json' ? 'application/json' : 'application/xml',
    body: '',
  };
  let payload: [string, NormalizedSchema] | undefined;
  for (const [name, member] of model.output.structIterator()) {
    const value = result[name];
    const { httpHeader, httpPrefixHeaders, httpPayload, httpResponseCode } = traitsOf(member);
    if (httpPayload) payload = [name, member];
    if (value === undefined || value === null) continue;
    if (httpResponseCode) answer.status = Number(value);
    else if (httpHeader !== undefined) answer.headers[httpHeader.toLowerCase()] = headerText(member, value);
    else if (httpPrefixHeaders !== undefined) {
      for (const [key, each] of Object.entries(value))
        answer.headers[`${httpPrefixHeaders.toLowerCase()}${key}`] = String(each);
    }
  }
  const named = answer.headers['content-type'];
  if (payload !== undefined) {
    return { ...answer, ...payloadBody(payload, result, format, namespace), ...(named && { contentType: named }) };
  }
  if (answer.status === 204) return answer;
  return { ...answer, body: wholeBody(model, result, format, namespace) };
}

function wholeBody(model: OperationModel, result: Record<string, unknown>, format: 'json' | 'xml', namespace: string) {
  if (format === 'json') return JSON.stringify(plainJson(model.output, result, elsewhere) ?? {});
  const inBody = [...model.output.structIterator()].some(([, member]) => !elsewhere(member));
  if (!inBody) return '';
  const root = traitsOf(model.output).xmlName ?? model.output.getName() ?? `${model.name}Result`;
  const alone = unwrapped(model.output, root);
  if (alone !== undefined) {
    const text = result[alone] === undefined ? '' : escapeXml(String(result[alone]));
    return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${namespace}">${text}</${root}>`;
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${namespace}">${writeMembers(model.output, result, elsewhere)}</${root}>`;
}

/** S3's GetBucketLocation is the one answer whose only member is the root element itself (`s3UnwrappedXmlOutput`). */
function unwrapped(output: NormalizedSchema, root: string): string | undefined {
  const [first, ...more] = [...output.structIterator()];
  return first !== undefined && more.length === 0 && first[0] === root ? root : undefined;
}

function payloadBody(
  [name, member]: [string, NormalizedSchema],
  result: Record<string, unknown>,
  format: 'json' | 'xml',
  namespace: string,
): Partial<RestAnswer> {
  const value = result[name];
  if (value === undefined || value === null) return { body: '' };
  if (value instanceof Uint8Array) return { body: Buffer.from(value), contentType: 'application/octet-stream' };
  if (member.isStringSchema()) return { body: String(value), contentType: 'text/plain' };
  if (format === 'json') return { body: JSON.stringify(plainJson(member, value)) };
  const root = traitsOf(member).xmlName ?? member.getName() ?? name;
  const element = writeXml(member, root, value).replace(`<${root}`, `<${root} xmlns="${namespace}"`);
  return { body: `<?xml version="1.0" encoding="UTF-8"?>\n${element}` };
}

function headerText(member: NormalizedSchema, value: unknown): string {
  if (Array.isArray(value))
    return value.map((item) => scalarText(member.getValueSchema(), item, 'http-date')).join(',');
  return scalarText(member, value, 'http-date');
}
