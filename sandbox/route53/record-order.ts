import type { RecordRow } from './rows';

/** Route 53 lists by the labels of the name from the right, then by type, then by set identifier. */
export function recordKey(record: Pick<RecordRow, 'Name' | 'Type' | 'SetIdentifier'>): string {
  const labels = record.Name.replace(/\.$/, '').split('.').reverse();
  return [labels.join('\u0001'), record.Type ?? '', record.SetIdentifier ?? ''].join('\u0000');
}

export function inOrder(records: readonly RecordRow[]): RecordRow[] {
  return records
    .map((record) => ({ record, key: recordKey(record) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ record }) => record);
}
