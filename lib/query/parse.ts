import { FIELD_NAMES, FIELDS, isTimeField, nearest, STATES, takesPrefix } from './fields';
import { timeCondition } from './parse-time';
import { bare, isSpace, quoted, quotedValue, type Scanner, valueList, wildcard, wrong } from './scan';
import type { Condition, MatchField, Problem, Query, Span } from './types';

export const MAX_QUERY_LENGTH = 2000;
const MAX_CONDITIONS = 40;
const MAX_VALUES = 200;

/** `spans[n]` is where `query[n]` stands in the text. With problems, `query` holds what was understood. */
export type Parsed = { query: Query; spans: readonly Span[]; problems: readonly Problem[] };

const OPERATOR = /^([A-Za-z][A-Za-z_-]*)(!=|>=|<=|[:=<>])/;

/**
 * Parses a query. Never throws: what is wrong comes as problems with their place and what to write instead. Pure; runs in
 * a browser. Short types and account names are not looked up here: `resolveQuery` does that.
 */
export function parseQuery(text: string): Parsed {
  const scanner: Scanner = { text, at: 0, problems: [] };
  const query: Condition[] = [];
  const spans: Span[] = [];
  if (text.length > MAX_QUERY_LENGTH) {
    wrong(
      scanner,
      MAX_QUERY_LENGTH,
      text.length,
      'The query is too long.',
      `Use at most ${MAX_QUERY_LENGTH} characters.`,
    );
    return { query, spans, problems: scanner.problems };
  }
  while (scanner.at < text.length) {
    if (isSpace(text[scanner.at])) {
      scanner.at += 1;
      continue;
    }
    const from = scanner.at;
    const condition = oneCondition(scanner);
    if (condition) {
      query.push(condition);
      spans.push({ from, to: scanner.at });
    }
  }
  const last = spans[MAX_CONDITIONS];
  if (last)
    wrong(scanner, last.from, text.length, 'The query has too many conditions.', `Use at most ${MAX_CONDITIONS}.`);
  return { query, spans, problems: scanner.problems };
}

function oneCondition(scanner: Scanner): Condition | null {
  const { text } = scanner;
  const not = text[scanner.at] === '-' && !isSpace(text[scanner.at + 1]);
  if (not) scanner.at += 1;
  const from = scanner.at;
  const rest = text.slice(from);
  if (rest[0] === '"') {
    const value = quotedValue(scanner);
    if (!isSpace(text[scanner.at])) {
      const begun = scanner.at;
      bare(scanner, false);
      wrong(scanner, begun, scanner.at, 'Something follows the closing quote.', 'Write a space between the two.');
    }
    return value.text.trim() === '' ? null : { kind: 'text', not, value };
  }
  if (/^tag\./i.test(rest)) return tagCondition(scanner, not);
  const [head = '', name = '', operator = ''] = OPERATOR.exec(rest) ?? [];
  if (head === '' || isNoField(rest, head, operator)) return word(scanner, not);
  const field = FIELD_NAMES.find((one) => one === name.toLowerCase());
  scanner.at += head.length;
  if (!field) return unknownField(scanner, from, name, operator);
  if (isTimeField(field)) return timeCondition(scanner, { from, field, operator, not });
  if (operator !== ':' && operator !== '=' && operator !== '!=') {
    valueList(scanner, head);
    wrong(
      scanner,
      from,
      scanner.at,
      `${field} cannot be compared with ${operator}.`,
      `Write ${FIELDS[field].example.split(', ')[0]}.`,
    );
    return null;
  }
  const negated = not !== (operator === '!=');
  const values = valueList(scanner, head);
  if (values.length === 0) return null;
  if (values.length > MAX_VALUES)
    wrong(scanner, from, scanner.at, `${field} has too many values.`, `Use at most ${MAX_VALUES}.`);
  if (field === 'tag') return taggedCondition(scanner, from, negated, values);
  for (const value of values) checkValue(scanner, from, field, value);
  return { kind: 'match', not: negated, field, values };
}

/** A pasted ARN, a type, a URL: colons that belong to a word. */
function isNoField(rest: string, head: string, operator: string): boolean {
  return operator === ':' && (/^arn:aws[a-z-]*:(?!:)/i.test(rest) || /^(:|\/\/)/.test(rest.slice(head.length)));
}

function word(scanner: Scanner, not: boolean): Condition | null {
  const from = scanner.at;
  const value = wildcard(scanner, bare(scanner, false), from);
  if (value.text === '') {
    wrong(scanner, from, scanner.at, 'A * alone says nothing.', 'Write how a name begins before it, or remove it.');
    return null;
  }
  return { kind: 'text', not, value };
}

function unknownField(scanner: Scanner, from: number, name: string, operator: string): null {
  const meant = nearest(name, FIELD_NAMES);
  const [value] = valueList(scanner, name + operator);
  const text = scanner.text.slice(from, scanner.at);
  const fix = meant
    ? `Did you mean ${meant}? To search for the text, write it in quotes.`
    : `For a tag write tag.${name}=${value?.text || '…'}. To search for the text, write "${text.replaceAll('"', '')}".`;
  wrong(scanner, from, from + name.length, `There is no field ${name}.`, fix);
  return null;
}

function taggedCondition(
  scanner: Scanner,
  from: number,
  not: boolean,
  values: readonly { text: string; prefix: boolean }[],
): Condition | null {
  if (values.some(({ prefix, text }) => prefix || text === '')) {
    wrong(scanner, from, scanner.at, 'tag: takes whole keys.', 'Write tag:team, or for a value tag.team=pay*.');
    return null;
  }
  return { kind: 'tagged', not, keys: values.map(({ text }) => text) };
}

/** `tag.key=value`. Keys may hold colons (`aws:cloudformation:stack-name`), so a colon divides only where it stands alone. */
function tagCondition(scanner: Scanner, not: boolean): Condition | null {
  const from = scanner.at;
  scanner.at += 'tag.'.length;
  const quotedKey = scanner.text[scanner.at] === '"' ? quoted(scanner) : null;
  const rest = scanner.text.slice(scanner.at);
  const [, bareKey = '', operator = ''] =
    (quotedKey === null ? /^([^\s"=!<>,]*)(!=|=)/ : /^()(!=|=|:)/).exec(rest) ??
    /^([^\s"=!<>,:]+)(:)(?![^\s"]*:)/.exec(rest) ??
    [];
  const key = quotedKey ?? bareKey;
  if (operator === '' || key === '') {
    bare(scanner, false);
    wrong(
      scanner,
      from,
      scanner.at,
      'This tag has no key and value.',
      'Write tag.team=payments, or tag:team for any value.',
    );
    return null;
  }
  scanner.at += bareKey.length + operator.length;
  const values = valueList(scanner, `tag.${key}${operator}`);
  if (values.length === 0) return null;
  const negated = not !== (operator === '!=');
  if (values.some(({ text, prefix }) => prefix && text === '')) return { kind: 'tagged', not: negated, keys: [key] };
  return { kind: 'tag', not: negated, key, values };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function checkValue(scanner: Scanner, from: number, field: MatchField, value: { text: string; prefix: boolean }): void {
  const { at } = scanner;
  const fix = `Write ${FIELDS[field].example.split(', ')[0]}.`;
  if (value.prefix && (value.text === '' || !takesPrefix(field))) {
    wrong(scanner, from, at, `${field} takes no * here.`, fix);
  } else if (field === 'state' && value.text !== 'any' && !STATES.some((state) => state === value.text)) {
    wrong(scanner, from, at, `There is no state ${value.text}.`, 'Write live, deleted, unwatched or any.');
  } else if (field === 'integration' && !UUID.test(value.text)) {
    wrong(scanner, from, at, 'An integration is named by its id.', "Copy it from the integration's page.");
  }
}
