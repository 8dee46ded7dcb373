import type { ResourceRecordSet } from '@aws-sdk/client-route-53';

export type RecordKey = { zoneId: string; name: string; type: string; setIdentifier?: string | undefined };

/** As Route 53 lists names: lower case, a dot at the end, `*` and other special characters as octal escapes. */
export function canonicalName(name: string): string {
  const dotted = name.endsWith('.') ? name : `${name}.`;
  return dotted
    .toLowerCase()
    .replace(/\\(?![0-7]{3})|[^a-z0-9\-._\\]/g, (found) => `\\${found.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

/** A record set has no id of AWS's: zone, name, type and, of records that share those, the set identifier. */
export function recordId({ zoneId, name, type, setIdentifier }: RecordKey): string {
  return [zoneId, canonicalName(name), type, ...(setIdentifier ? [setIdentifier] : [])].join(' ');
}

export function recordIdOf(zoneId: string, record: ResourceRecordSet): string {
  return recordId({ zoneId, name: record.Name ?? '', type: record.Type ?? '', setIdentifier: record.SetIdentifier });
}

/** Null when the text is no id of a record set. AWS promises no more of a zone's id than 32 characters at most. */
export function parseRecordId(id: string): RecordKey | null {
  const match = /^([A-Z0-9]{1,32}) (\S+) ([A-Z0-9]+)(?: (.+))?$/.exec(id);
  if (!match) return null;
  const [, zoneId = '', name = '', type = '', setIdentifier] = match;
  return { zoneId, name, type, ...(setIdentifier !== undefined && { setIdentifier }) };
}
