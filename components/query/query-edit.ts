import { STATES } from '@/lib/query/fields';
import { parseQuery } from '@/lib/query/parse';
import { printCondition } from '@/lib/query/print';
import { type Known, resolveQuery } from '@/lib/query/resolve';
import type { Condition, MatchField, Span } from '@/lib/query/types';

/** Fields that a facet of the page writes: it adds a value to the query or takes it away. */
export type FacetField = Extract<MatchField, 'type' | 'account' | 'region' | 'service' | 'state'>;

const whole = (texts: readonly string[]) => texts.map((text) => ({ text, prefix: false }));

/** A condition as it stands in the text, with short types and account names looked up. */
export type Placed = { condition: Condition; span: Span };

/** The conditions of `text` in order. What cannot be looked up stays as it is written. */
export function placed(text: string, known: Known): Placed[] {
  const parsed = parseQuery(text);
  const { query } = resolveQuery(parsed, known);
  return parsed.query.map((written, n) => {
    const found = query[n] ?? written;
    const lost = found.kind === 'match' && found.values.length === 0;
    return { condition: lost ? written : found, span: parsed.spans[n] ?? { from: 0, to: 0 } };
  });
}

const matching = (text: string, known: Known, field: FacetField) =>
  placed(text, known).flatMap(({ condition, span }) =>
    condition.kind === 'match' && condition.field === field && !condition.not ? [{ condition, span }] : [],
  );

/** The whole values that the query asks for of a field: what a facet shows as chosen. */
export function chosenValues(text: string, known: Known, field: FacetField): string[] {
  const values = matching(text, known, field).flatMap(({ condition }) =>
    condition.values.filter(({ prefix }) => !prefix).map((value) => value.text),
  );
  return field === 'state' && values.includes('any') ? [...STATES] : [...new Set(values)];
}

/** The query asks for exactly these values of a field; the rest of it stays as it is written. */
export function withValues(text: string, known: Known, field: FacetField, values: readonly string[]): string {
  const [first, ...more] = matching(text, known, field);
  const written =
    values.length === 0 ? '' : printCondition({ kind: 'match', not: false, field, values: whole(values) });
  let next = text;
  for (const { span } of more.toReversed()) next = splice(next, span, '');
  return first ? splice(next, first.span, written) : appended(next, written);
}

/** State is one condition: live alone is what is shown without it, and all of them are written `any`. */
export function withStates(text: string, known: Known, states: readonly string[]): string {
  const chosen = STATES.filter((state) => states.includes(state));
  const alone = chosen.length === 0 || (chosen.length === 1 && chosen[0] === 'live');
  return withValues(text, known, 'state', alone ? [] : chosen.length === STATES.length ? ['any'] : chosen);
}

/** Whether the query asks for the tag: any value of the key, or with `value` that one. */
export function hasTag(text: string, key: string, value: string | null): boolean {
  return tagAt(text, key, value) !== undefined;
}

/** Adds or takes away a tag. A second value of a key joins the first: values are alternatives. */
export function withTagToggled(text: string, key: string, value: string | null): string {
  const at = tagAt(text, key, value);
  if (at) {
    const { condition, span } = at;
    if (condition.kind === 'tag') {
      const values = condition.values.filter((one) => one.prefix || one.text !== value);
      return splice(text, span, values.length === 0 ? '' : printCondition({ ...condition, values }));
    }
    const keys = condition.keys.filter((one) => one !== key);
    return splice(text, span, keys.length === 0 ? '' : printCondition({ ...condition, keys }));
  }
  if (value === null) return appended(text, printCondition({ kind: 'tagged', not: false, keys: [key] }));
  const other = tagConditions(text).find(({ condition }) => condition.kind === 'tag' && condition.key === key);
  if (other?.condition.kind === 'tag') {
    const values = [...other.condition.values, ...whole([value])];
    return splice(text, other.span, printCondition({ ...other.condition, values }));
  }
  return appended(text, printCondition({ kind: 'tag', not: false, key, values: whole([value]) }));
}

/** The query without the condition that stands at `span`. */
export const without = (text: string, span: Span): string => splice(text, span, '');

/** What is searched for in names: whole words of the query, to be underlined where they are found. */
export function searchedWord(text: string): string {
  const words = parseQuery(text).query.flatMap((one) => (one.kind === 'text' && !one.not ? [one.value.text] : []));
  return words[0] ?? '';
}

/** A condition added at the end, after one space. */
export function appended(text: string, condition: string): string {
  return [text.trim(), condition].filter(Boolean).join(' ');
}

type TagCondition = Extract<Condition, { kind: 'tag' | 'tagged' }>;

function tagConditions(text: string): { condition: TagCondition; span: Span }[] {
  const { query, spans } = parseQuery(text);
  return query.flatMap((condition, n) =>
    (condition.kind === 'tag' || condition.kind === 'tagged') && !condition.not
      ? [{ condition, span: spans[n] ?? { from: 0, to: 0 } }]
      : [],
  );
}

function tagAt(text: string, key: string, value: string | null) {
  return tagConditions(text).find(({ condition }) =>
    condition.kind === 'tag'
      ? value !== null && condition.key === key && condition.values.some((one) => !one.prefix && one.text === value)
      : value === null && condition.keys.includes(key),
  );
}

/** Puts `written` at `span`; with nothing to put, one of the two spaces around it goes as well. */
function splice(text: string, { from, to }: Span, written: string): string {
  if (written !== '') return text.slice(0, from) + written + text.slice(to);
  return [text.slice(0, from).trimEnd(), text.slice(to).trimStart()].filter(Boolean).join(' ');
}
