import type { FieldName, MatchField, TimeField, Unit } from './types';

type Field = { title: string; example: string };

/** Every field, in the order in which they are suggested. */
export const FIELDS = {
  type: { title: 'Resource type, whole or short', example: 'type:AWS::IAM::Role, type:role, type:ec2' },
  tag: { title: 'Tag', example: 'tag.team=payments, tag:team' },
  account: { title: 'Account number or name', example: 'account:339712905844' },
  region: { title: 'Region', example: 'region:eu-west-1,eu-central-1' },
  service: { title: 'Service', example: 'service:ec2' },
  state: { title: 'live, deleted, unwatched or any', example: 'state:deleted' },
  name: { title: 'Name, whole or how it begins', example: 'name:pay*' },
  id: { title: "AWS's id", example: 'id:i-0abc*' },
  arn: { title: 'ARN', example: 'arn:arn:aws:s3:::logs*' },
  address: { title: 'IP address, range or DNS name', example: 'address:10.0.*' },
  age: { title: 'Time since creation', example: 'age>90d' },
  changed: { title: 'Time since the last change', example: 'changed<7d' },
  seen: { title: 'Time since last observed', example: 'seen>2h' },
  integration: { title: 'Integration, by id', example: 'integration:0193…' },
} as const satisfies Record<FieldName, Field>;

export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[];
export const STATES = ['live', 'deleted', 'unwatched'] as const;

export const UNIT_SECONDS = { m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 } as const satisfies Record<
  Unit,
  number
>;

const TIMES: readonly string[] = ['age', 'changed', 'seen'] satisfies TimeField[];

export function isTimeField(name: string): name is TimeField {
  return TIMES.includes(name);
}

/** Fields whose values are written as they are known to Mooring: no beginnings, no patterns. */
export function takesPrefix(field: MatchField): boolean {
  return field !== 'state' && field !== 'integration';
}

/** The one of `known` that `word` most likely means: one or two letters off, or its beginning. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const begun = known.find((one) => lower.length > 1 && one.toLowerCase().startsWith(lower));
  if (begun) return begun;
  const [best] = known
    .map((one) => ({ one, off: distance(lower, one.toLowerCase()) }))
    .filter(({ off }) => off <= Math.min(2, Math.max(1, Math.floor(lower.length / 3))))
    .sort((a, b) => a.off - b.off);
  return best?.one;
}

function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
    }
    row = next;
  }
  return row[b.length] ?? 3;
}
