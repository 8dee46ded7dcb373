import type { Account } from './account';
import type { Table } from './table';

/** The tables of an account by the name they have in the file, and the member that is a row's key. */
const KEYS = {
  users: 'name',
  groups: 'name',
  roles: 'name',
  policies: 'name',
  instanceProfiles: 'name',
  oidcProviders: 'arn',
  samlProviders: 'arn',
  virtualMfaDevices: 'serialNumber',
} as const satisfies Partial<Record<keyof Account, string>>;

const TABLES = Object.keys(KEYS) as (keyof typeof KEYS)[];

/** An account in the index: `file` holds its rows. */
export type KeptAccount = { id: string; name: string; email: string; file?: string };

export const keepAccount = ({ id, name, email }: Account, file: string): KeptAccount => ({ id, name, email, file });

export type AccountRows = ReturnType<typeof accountRows>;

/** Everything in an account, as plain JSON. */
export function accountRows(account: Account) {
  return {
    ...settingsOf(account),
    tables: Object.fromEntries(TABLES.map((name) => [name, account[name].list()])),
    kinds: Object.fromEntries([...account.kinds].map(([key, table]) => [key, [...table.entries()]])),
  };
}

const settingsOf = (account: Account) => ({
  alias: account.alias,
  passwordPolicy: account.passwordPolicy,
  credentialReport: account.credentialReport,
  stacks: [...account.stacks.values()],
});

/** A text that differs whenever what `accountRows` gives does: the tables count their changes, the rest is small. */
export function stateOf(account: Account): string {
  const tables: Table<never>[] = [...TABLES.map((name) => account[name]), ...account.kinds.values()] as never;
  const changes = tables.reduce((sum, { changes }) => sum + changes, 0);
  return `${changes} ${account.kinds.size} ${JSON.stringify(settingsOf(account))}`;
}

/** Fills an account that is new with the rows that were kept of it. */
export function loadAccount(account: Account, rows: AccountRows): void {
  account.alias = rows.alias;
  account.passwordPolicy = rows.passwordPolicy;
  account.credentialReport = rows.credentialReport;
  for (const stack of rows.stacks) account.stacks.set(stack.id, stack);
  for (const name of TABLES) {
    const table = account[name] as unknown as Table<object>;
    for (const row of rows.tables[name] ?? []) table.load(String(new Map(Object.entries(row)).get(KEYS[name])), row);
  }
  for (const [key, entries] of Object.entries(rows.kinds)) {
    const at = key.lastIndexOf('/');
    const table = account.table(key.slice(0, at), key.slice(at + 1));
    for (const [name, row] of entries) table.load(name, row);
  }
}
