import { nearest } from './fields';
import type { Parsed } from './parse';
import type { Condition, Problem, Query, Value } from './types';

/** What short types and account names are looked up in. */
export type Known = { types: readonly string[]; accounts: readonly { id: string; name: string }[] };

type Resolved = { values: readonly Value[]; problem?: { message: string; fix: string } };
const whole = (texts: readonly string[]): Value[] => texts.map((text) => ({ text, prefix: false }));

/**
 * The query with types in full (`role` -> AWS::IAM::Role, `iam` -> every type of it) and accounts by number. A short form
 * that fits several types, or nothing, is a problem at its condition's place.
 */
export function resolveQuery({ query, spans, problems }: Parsed, known: Known): { query: Query; problems: Problem[] } {
  const found: Problem[] = [...problems];
  const resolved = query.map((condition, n): Condition => {
    if (condition.kind !== 'match') return condition;
    const { field } = condition;
    if (field !== 'type' && field !== 'account') return condition;
    const parts = condition.values.map((value) => (field === 'type' ? types(value, known) : accounts(value, known)));
    for (const { problem } of parts) if (problem) found.push({ ...(spans[n] ?? { from: 0, to: 0 }), ...problem });
    const values = parts.flatMap((part) => part.values);
    const unique = values.filter((a, at) => values.findIndex((b) => b.text === a.text && b.prefix === a.prefix) === at);
    return { ...condition, values: unique };
  });
  return { query: resolved, problems: found };
}

function types(value: Value, { types: all }: Known): Resolved {
  const wanted = value.text.toLowerCase();
  const parted = all.map((type) => ({ type, parts: type.toLowerCase().split('::') }));
  const pick = (test: (parts: readonly string[], type: string) => boolean) =>
    parted.filter(({ parts, type }) => test(parts, type.toLowerCase())).map(({ type }) => type);
  if (value.prefix) {
    const begun = pick((parts, type) => type.startsWith(wanted) || (parts.at(-1)?.startsWith(wanted) ?? false));
    if (begun.length > 0) return { values: whole(begun) };
    return none(value, all);
  }
  const [exact] = pick((_parts, type) => type === wanted);
  if (exact) return { values: whole([exact]) };
  if (wanted.split('::').length >= 3) return { values: [value] };
  const ofService = pick((parts) => parts[1] === wanted);
  if (ofService.length > 0) return { values: whole(ofService) };
  const ending = pick((_parts, type) => type.endsWith(`::${wanted}`));
  if (ending.length === 1) return { values: whole(ending) };
  if (ending.length === 0) return none(value, all);
  return {
    values: [],
    problem: {
      message: `${value.text} is the name of ${ending.length} types.`,
      fix: `Write one of ${ending.map((type) => type.split('::').slice(1).join('::')).join(', ')}.`,
    },
  };
}

function none(value: Value, all: readonly string[]): Resolved {
  const names = all.flatMap((type) => type.split('::').slice(1));
  const meant = nearest(value.text, [...new Set(names)]) ?? nearest(value.text, all);
  const fix = meant ? `Did you mean ${meant}?` : 'Write a type such as AWS::IAM::Role, role or ec2.';
  return { values: [], problem: { message: `No resource type is called ${value.text}.`, fix } };
}

function accounts(value: Value, { accounts: all }: Known): Resolved {
  if (/^\d+$/.test(value.text)) return { values: [value] };
  const wanted = value.text.toLowerCase();
  const named = all.filter(({ name }) =>
    value.prefix ? name.toLowerCase().startsWith(wanted) : name.toLowerCase() === wanted,
  );
  if (named.length > 0) return { values: whole(named.map(({ id }) => id)) };
  const names = all.map(({ name }) => name);
  const meant = nearest(value.text, names);
  return {
    values: [],
    problem: {
      message: `No account is called ${value.text}.`,
      fix: meant ? `Did you mean ${meant}?` : 'Write an account number of 12 digits.',
    },
  };
}
