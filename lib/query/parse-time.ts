import { FIELDS } from './fields';
import { bare, type Scanner, wrong } from './scan';
import type { Comparison, Condition, TimeField, Unit } from './types';

const OPPOSITE = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const satisfies Record<Comparison, Comparison>;
const DURATION = /^(\d{1,5})(m|h|d|w|y)$/i;

type Head = { from: number; field: TimeField; operator: string; not: boolean };

/** `age>90d`, also `age:>90d`; what is negated is turned round. */
export function timeCondition(scanner: Scanner, { from, field, operator, not }: Head): Condition | null {
  let comparison = operator;
  if (operator === ':') {
    [comparison = ''] = /^(>=|<=|<|>)/.exec(scanner.text.slice(scanner.at)) ?? [];
    scanner.at += comparison.length;
  }
  const begun = scanner.at;
  const written = bare(scanner, true);
  const [, amount, unit] = DURATION.exec(written) ?? [];
  if (!Object.hasOwn(OPPOSITE, comparison)) {
    const fix = `Write ${FIELDS[field].example}: the sign > is for longer ago, < for less long ago.`;
    wrong(scanner, from, scanner.at, `${field} is compared with a time.`, fix);
    return null;
  }
  if (amount === undefined || unit === undefined) {
    const fix = 'Write a number and a unit: 30m, 2h, 90d, 3w or 1y.';
    wrong(scanner, begun, scanner.at, written === '' ? 'A time is missing.' : `${written} is not a time.`, fix);
    return null;
  }
  const sign = comparison as Comparison;
  return {
    kind: 'time',
    field,
    comparison: not ? OPPOSITE[sign] : sign,
    amount: Number(amount),
    unit: unit.toLowerCase() as Unit,
  };
}
