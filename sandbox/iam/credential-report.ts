import type { Account } from '../store/account';
import type { AccessKey, User } from '../store/types';
import { anyResource, reads } from '../wire/action';
import { AwsError } from '../wire/errors';

/** A report is made at most once in four hours (IAM User Guide, "Generate credential reports"). */
const LIFETIME_MS = 4 * 3_600_000;

const COLUMNS = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_1_last_used_region',
  'access_key_1_last_used_service',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'access_key_2_last_used_region',
  'access_key_2_last_used_service',
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
] as const;

const time = (at: number) => `${new Date(at).toISOString().slice(0, 19)}+00:00`;
const NO_CERTIFICATES = ['false', 'N/A', 'false', 'N/A'];

function keyColumns(key: AccessKey | undefined): string[] {
  if (key === undefined) return ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
  const used = key.lastUsed;
  return [
    String(key.status === 'Active'),
    time(key.changedAt),
    used === undefined ? 'N/A' : time(used.at),
    used?.region ?? 'N/A',
    used?.service ?? 'N/A',
  ];
}

function userRow(account: Account, user: User): string[] {
  const profile = user.loginProfile;
  const maxAge = account.passwordPolicy?.maxPasswordAge;
  const lastUsed = user.passwordLastUsed === undefined ? 'no_information' : time(user.passwordLastUsed);
  const rotation = profile && maxAge ? time(profile.createdAt + maxAge * 86_400_000) : 'N/A';
  return [
    user.name,
    user.arn,
    time(user.createdAt),
    String(profile !== undefined),
    profile === undefined ? 'N/A' : lastUsed,
    profile === undefined ? 'N/A' : time(profile.createdAt),
    rotation,
    String(user.mfaDevices.length > 0),
    ...keyColumns(user.accessKeys[0]),
    ...keyColumns(user.accessKeys[1]),
    ...NO_CERTIFICATES,
  ];
}

function rootRow(account: Account): string[] {
  const oldest = Math.min(...account.users.list().map((user) => user.createdAt));
  const created = Number.isFinite(oldest) ? time(oldest) : 'N/A';
  return [
    '<root_account>',
    account.rootArn,
    created,
    ...['not_supported', 'no_information', 'not_supported', 'not_supported', 'true'],
    ...keyColumns(undefined),
    ...keyColumns(undefined),
    ...NO_CERTIFICATES,
  ];
}

function csvOf(account: Account): string {
  const rows = [rootRow(account), ...account.users.list().map((user) => userRow(account, user))];
  return [COLUMNS.join(','), ...rows.map((row) => row.join(','))].join('\n');
}

/** The first request starts a report, the next one finds it complete; it then stays as it is for four hours. */
export const credentialReportActions = {
  GenerateCredentialReport: reads(anyResource, ({ account, now }) => {
    const report = account.credentialReport;
    if (report !== undefined && now - report.generatedAt < LIFETIME_MS) return { State: 'COMPLETE' };
    account.credentialReport = { generatedAt: now, csv: csvOf(account) };
    return { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' };
  }),
  GetCredentialReport: reads(anyResource, ({ account, now }) => {
    const report = account.credentialReport;
    if (report === undefined) {
      throw new AwsError('ReportNotPresent', 'No report exists. Call GenerateCredentialReport first.', 410);
    }
    if (now - report.generatedAt >= LIFETIME_MS) {
      throw new AwsError('ReportExpired', 'The most recent report has expired. Call GenerateCredentialReport.', 410);
    }
    return {
      Content: Buffer.from(report.csv).toString('base64'),
      ReportFormat: 'text/csv',
      GeneratedTime: new Date(report.generatedAt),
    };
  }),
};
