import type { ChangeRecord } from '../store/change-log';

const texts = new WeakMap<ChangeRecord, string>();

/** A record as CloudTrail writes it: without the number that is ours. Made once, however many targets take it. */
export function recordText(record: ChangeRecord): string {
  const known = texts.get(record);
  if (known !== undefined) return known;
  const { sequence: _ours, ...body } = record;
  const text = JSON.stringify(body);
  texts.set(record, text);
  return text;
}
