import type { Condition, Query, Value } from './types';

/** The one way to write a query; `parseQuery` of it gives the same conditions again. */
export function printQuery(query: Query): string {
  return query.map(printCondition).join(' ');
}

export function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'text':
      return `${sign(condition)}${text(condition.value)}`;
    case 'match':
      return `${sign(condition)}${condition.field}:${condition.values.map(value).join(',')}`;
    case 'tag':
      return `${sign(condition)}tag.${tagKey(condition.key)}=${condition.values.map(value).join(',')}`;
    case 'tagged':
      return `${sign(condition)}tag:${condition.keys.map((key) => value({ text: key, prefix: false })).join(',')}`;
    case 'time':
      return `${condition.field}${condition.comparison}${condition.amount}${condition.unit}`;
  }
}

const sign = ({ not }: { not: boolean }) => (not ? '-' : '');

/** A value as it is written after a field: in quotes only when it must be, or when it would make the field a word. */
export function printValue(of: string): string {
  return /^[^\s",*]+$/.test(of) && !/^(:|\/\/|aws[a-z-]*:(?!:))/i.test(of) ? of : quote(of);
}

const quote = (of: string) => `"${of.replace(/[\\"]/g, '\\$&')}"`;

const value = ({ text: of, prefix }: Value) => `${printValue(of)}${prefix ? '*' : ''}`;

/** Words that would read as something else go in quotes: fields, negations, ends. */
function text({ text: of, prefix }: Value): string {
  const plain = /^[^\s"*-][^\s*]*$/.test(of) && !/^[A-Za-z][A-Za-z_-]*([:=<>]|!=)|^tag\./i.test(of);
  return `${plain ? of : quote(of)}${prefix ? '*' : ''}`;
}

function tagKey(key: string): string {
  return /^[^\s"=!<>,]+$/.test(key) ? key : quote(key);
}
