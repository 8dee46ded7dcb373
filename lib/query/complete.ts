import { FIELD_NAMES, FIELDS, isTimeField, STATES } from './fields';
import { printValue } from './print';
import type { Slot } from './slot';
import { slotAt } from './slot';
import type { Span } from './types';

export type Choice = { value: string; label?: string; count?: number };

/** What values are suggested from: facets, names, tag keys, and the values of the tag that is being written. */
export type Vocabulary = Partial<
  Record<'type' | 'account' | 'region' | 'service' | 'integration' | 'tagKey' | 'tagValue', readonly Choice[]>
>;

/** `insert` takes the place of the completion's range; the caller puts the cursor behind it. */
export type Suggestion = {
  kind: 'field' | 'operator' | 'key' | 'value';
  insert: string;
  label: string;
  detail?: string;
  count?: number;
};
export type Completion = Span & { slot: Slot; suggestions: Suggestion[] };

const MOST = 12;
const DURATIONS = ['1h', '24h', '7d', '30d', '90d', '1y'];
const SIGNS = { '>': 'longer ago than', '<': 'less long ago than' } as const;

/**
 * What may stand at `cursor`, and the range it replaces. `slot` tells what is being written, so that a caller can load the
 * vocabulary for it (the values of a tag) and ask again. Pure; runs in a browser.
 */
export function completeQuery(text: string, cursor: number, vocabulary: Vocabulary): Completion {
  const { slot, from, to } = slotAt(text, cursor);
  return { slot, from, to, suggestions: suggestionsFor(slot, vocabulary).slice(0, MOST) };
}

function suggestionsFor(slot: Slot, vocabulary: Vocabulary): Suggestion[] {
  switch (slot.kind) {
    case 'word':
      return [...fields(slot.typed), ...(slot.typed.length > 1 ? valuesOfAnyField(slot.typed, vocabulary) : [])];
    case 'operator':
      return Object.entries(SIGNS).map(([sign, detail]) => ({
        kind: 'operator',
        insert: `${slot.field}${sign}`,
        label: `${slot.field}${sign}`,
        detail,
      }));
    case 'key':
      return matching(vocabulary.tagKey ?? [], slot.typed).map((choice) => ({
        ...shown(choice),
        kind: 'key',
        insert: slot.dotted ? `${printKey(choice.value)}=` : printValue(choice.value),
      }));
    case 'value':
      return matching(choicesOf(slot.field, vocabulary), slot.typed).map((choice) => ({
        ...shown(choice),
        kind: 'value',
        insert: printValue(choice.value),
      }));
    default:
      return [];
  }
}

function fields(typed: string): Suggestion[] {
  return FIELD_NAMES.filter((name) => name.startsWith(typed.toLowerCase())).flatMap((name): Suggestion[] => {
    const { title, example } = FIELDS[name];
    const sign = name === 'tag' ? '.' : isTimeField(name) ? '>' : ':';
    return [{ kind: 'field', insert: `${name}${sign}`, label: `${name}${sign}`, detail: `${title}: ${example}` }];
  });
}

const DIRECT = ['type', 'account', 'service', 'region'] as const;

function valuesOfAnyField(typed: string, vocabulary: Vocabulary): Suggestion[] {
  return DIRECT.flatMap((field) =>
    matching(vocabulary[field] ?? [], typed)
      .slice(0, 3)
      .map((choice): Suggestion => {
        const insert = `${field}:${printValue(choice.value)}`;
        return { ...shown(choice), kind: 'value', insert, label: insert };
      }),
  );
}

function choicesOf(field: string, vocabulary: Vocabulary): readonly Choice[] {
  if (field === 'state') return [...STATES, 'any'].map((value) => ({ value }));
  if (isTimeField(field)) return DURATIONS.map((value) => ({ value }));
  switch (field) {
    case 'type':
    case 'account':
    case 'region':
    case 'service':
    case 'integration':
      return vocabulary[field] ?? [];
    case 'tag':
      return vocabulary.tagValue ?? [];
    default:
      return [];
  }
}

/** What begins so first, then what holds it anywhere; the value or its label. */
function matching(choices: readonly Choice[], typed: string): Choice[] {
  const wanted = typed.toLowerCase();
  const rank = ({ value, label = '' }: Choice): number => {
    const [a, b] = [value.toLowerCase(), label.toLowerCase()];
    if (a.startsWith(wanted) || a.split('::').some((part) => part.startsWith(wanted)) || b.startsWith(wanted)) return 0;
    return a.includes(wanted) || b.includes(wanted) ? 1 : 2;
  };
  const ranked = choices.map((choice) => ({ choice, rank: rank(choice) })).filter((one) => one.rank < 2);
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ choice }) => choice);
}

function shown({ value, label, count }: Choice): Pick<Suggestion, 'label' | 'detail' | 'count'> {
  return { label: value, ...(label ? { detail: label } : {}), ...(count === undefined ? {} : { count }) };
}

const printKey = (key: string) => (/^[^\s"=!<>,]+$/.test(key) ? key : `"${key.replace(/[\\"]/g, '\\$&')}"`);
