/** What an answer is made of. A list is written as `<member>` elements; undefined members are left out; a Date is ISO 8601 to the second. */
export type Output = string | number | boolean | Date | undefined | EntryMap | readonly Output[] | OutputRecord;
export type OutputRecord = { readonly [name: string]: Output };

/** A map as the query protocol writes one: `<entry><key>…</key><value>…</value></entry>`. */
export class EntryMap {
  constructor(readonly entries: Readonly<Record<string, string | number>>) {}
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escapeXml(text: string): string {
  return (
    text
      .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
      .replaceAll('\r', '&#xD;')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 cannot carry these at all
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
  );
}

export function isoSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** One element with its content. */
export function toXml(name: string, value: Output): string {
  if (value === undefined) return '';
  if (value instanceof Date) return `<${name}>${isoSeconds(value)}</${name}>`;
  if (value instanceof EntryMap) {
    const entries = Object.entries(value.entries).map(([key, each]) => toXml('entry', { key, value: each }));
    return `<${name}>${entries.join('')}</${name}>`;
  }
  if (Array.isArray(value)) return `<${name}>${value.map((item) => toXml('member', item)).join('')}</${name}>`;
  if (typeof value === 'object') return `<${name}>${members(value as OutputRecord)}</${name}>`;
  return `<${name}>${escapeXml(String(value))}</${name}>`;
}

function members(record: OutputRecord): string {
  return Object.entries(record)
    .map(([name, value]) => toXml(name, value))
    .join('');
}

/** `<CreateUserResponse><CreateUserResult>…</CreateUserResult><ResponseMetadata>…`: a successful query-protocol answer. */
export function queryResponse(action: string, namespace: string, result: OutputRecord | undefined, requestId: string) {
  const body = result === undefined ? '' : toXml(`${action}Result`, result);
  return `<${action}Response xmlns="${namespace}">${body}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>\n`;
}

export function queryError(
  namespace: string,
  error: { type: string; code: string; message: string },
  requestId: string,
): string {
  const fields = toXml('Error', { Type: error.type, Code: error.code, Message: error.message });
  return `<ErrorResponse xmlns="${namespace}">${fields}<RequestId>${requestId}</RequestId></ErrorResponse>\n`;
}
