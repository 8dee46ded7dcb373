import { operationUrl } from '@/lib/client/client';
import type { Inventory } from './use-inventory';

/** A word of a POSIX shell, in single quotes where it needs them. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) && text !== '' ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

type Asked = Pick<Inventory, 'params' | 'asked' | 'at'>;

const listed = ({ asked, at }: Asked) => ({
  ...(at === null ? {} : { at }),
  ...(asked.q ? { q: asked.q } : {}),
  ...(asked.sort === 'name' ? {} : { sort: asked.sort }),
  ...(asked.order === 'asc' ? {} : { order: asked.order }),
});

/** What the CLI is asked for the same list. */
export function cliCall(of: Asked): string {
  const { q, ...rest } = listed(of);
  const options = [...Object.entries(rest), ...(of.at === null ? [['columns', of.asked.columns.join(',')]] : [])];
  const words = options.map(([name = '', value = '']) => `--${name} ${shellWord(value)}`);
  // A query that begins with a minus is an argument all the same.
  const query = q ? [...(q.startsWith('-') ? ['--'] : []), shellWord(q)] : [];
  return ['mooring resources', of.at === null ? 'list' : 'list-as-of', ...words, ...query].join(' ');
}

/** What the API is asked for the same list, by curl with the reader's own token in MOORING_TOKEN. */
export function curlCall(origin: string, of: Asked): string {
  const query = { ...listed(of), ...(of.at === null ? { columns: of.asked.columns } : {}) };
  const url = `${origin}${operationUrl(of.at === null ? 'resources.list' : 'resources.listAsOf', { params: of.params, query })}`;
  return `curl -sS -H "Authorization: Bearer $MOORING_TOKEN" ${shellWord(url)}`;
}
