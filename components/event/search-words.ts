import type { EventFilter } from '@/lib/schemas/event';

/** Filters that one may write before a colon. */
const NAMES = [
  'account',
  'service',
  'name',
  'principal',
  'accessKey',
  'address',
] as const satisfies (keyof EventFilter)[];
type Name = (typeof NAMES)[number];

const SPELLINGS: Readonly<Record<string, Name>> = {
  ...Object.fromEntries(NAMES.map((name) => [name.toLowerCase(), name])),
  event: 'name',
  key: 'accessKey',
  ip: 'address',
  who: 'principal',
};

/**
 * Which filter a word of the search box is: `service:s3` says so itself; an access key, an account, an address, an
 * event's name and a service (one of `services`) are known by their shape; anything else is a part of a principal.
 */
export function filterOfWord(word: string, services: ReadonlySet<string>): { name: Name; value: string } | null {
  const text = word.trim();
  if (text === '') return null;
  const [, spelled = '', rest = ''] = text.match(/^([a-zA-Z]+):\s*(.+)$/) ?? [];
  const told = spelled === 'arn' ? undefined : SPELLINGS[spelled.toLowerCase()];
  if (told) return { name: told, value: rest };
  return { name: nameOf(text, services), value: text };
}

function nameOf(text: string, services: ReadonlySet<string>): Name {
  if (/^(?:AKIA|ASIA)[A-Z0-9]{12,}$/.test(text)) return 'accessKey';
  if (/^\d{12}$/.test(text)) return 'account';
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) || /^[0-9a-f]*:[0-9a-f:]+$/i.test(text)) return 'address';
  if (services.has(text.toLowerCase())) return 'service';
  return /^[A-Z][a-z]+(?:[A-Z][A-Za-z0-9]*)+$/.test(text) ? 'name' : 'principal';
}
