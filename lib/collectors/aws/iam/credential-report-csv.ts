/** One access-key slot. Dates are ISO 8601 UTC. `lastRotated` is "created or last changed", whatever its name says. */
export type ReportKey = {
  active: boolean;
  lastRotated: string | null;
  lastUsed: { date: string; region: string | null; service: string | null } | null;
};

export type ReportUser = {
  user: string;
  arn: string;
  createdAt: string | null;
  /** null: AWS says `not_supported` (the root user). */
  passwordEnabled: boolean | null;
  passwordLastUsed: string | null;
  passwordLastChanged: string | null;
  mfaActive: boolean;
  /** The slots that hold a key; the report knows at most two, without their ids. */
  keys: ReportKey[];
};

export const ROOT_USER = '<root_account>';

/** AWS writes N/A, no_information or not_supported where it has nothing to say. */
const value = (text: string | undefined): string | null =>
  text === undefined || /^(|N\/A|no_information|not_supported)$/i.test(text) ? null : text;

function date(text: string | undefined): string | null {
  const found = value(text);
  const time = found === null ? Number.NaN : Date.parse(found);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

const flag = (text: string | undefined): boolean => text?.toLowerCase() === 'true';

/**
 * The report's CSV by user ARN. Columns are found by name, so new ones do no harm. Names and paths may hold commas,
 * which AWS does not quote: a row is cut at its ARN and from its end.
 */
export function parseCredentialReport(csv: string): Map<string, ReportUser> {
  const lines = csv.split(/\r?\n/).filter((line) => line !== '');
  const header = (lines[0] ?? '').split(',');
  const columns = new Map(header.map((column, index) => [column, index]));
  const users = new Map<string, ReportUser>();
  for (const line of lines.slice(1)) {
    const cells = rowCells(line, header.length);
    if (cells === null) continue;
    const user = reportUser((column) => cells[columns.get(column) ?? -1]);
    users.set(user.arn, user);
    if (user.user === ROOT_USER) users.set(ROOT_USER, user);
  }
  return users;
}

function rowCells(line: string, columns: number): string[] | null {
  const cells = line.split(',').map((cell) => cell.replace(/^"|"$/g, ''));
  const arnAt = cells.findIndex((cell, index) => index > 0 && cell.startsWith('arn:'));
  const rest = columns - 2;
  if (arnAt < 0 || cells.length < arnAt + 1 + rest) return null;
  const arn = cells.slice(arnAt, cells.length - rest).join(',');
  return [cells.slice(0, arnAt).join(','), arn, ...cells.slice(cells.length - rest)];
}

function reportUser(cell: (column: string) => string | undefined): ReportUser {
  const passwordEnabled = cell('password_enabled');
  return {
    user: cell('user') ?? '',
    arn: cell('arn') ?? '',
    createdAt: date(cell('user_creation_time')),
    passwordEnabled: value(passwordEnabled) === null ? null : flag(passwordEnabled),
    passwordLastUsed: date(cell('password_last_used')),
    passwordLastChanged: date(cell('password_last_changed')),
    mfaActive: flag(cell('mfa_active')),
    keys: ['access_key_1', 'access_key_2'].flatMap((slot) => reportKey(slot, cell)),
  };
}

/** A slot without a rotation date and inactive holds no key. */
function reportKey(slot: string, cell: (column: string) => string | undefined): ReportKey[] {
  const active = flag(cell(`${slot}_active`));
  const lastRotated = date(cell(`${slot}_last_rotated`));
  if (!active && lastRotated === null) return [];
  const used = date(cell(`${slot}_last_used_date`));
  const region = value(cell(`${slot}_last_used_region`));
  const service = value(cell(`${slot}_last_used_service`));
  return [{ active, lastRotated, lastUsed: used === null ? null : { date: used, region, service } }];
}
