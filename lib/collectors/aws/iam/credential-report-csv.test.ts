import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCredentialReport, ROOT_USER } from './credential-report-csv';

const HEADER =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';
const row = (user: string, arn: string) =>
  `${user},${arn},2024-01-02T03:04:05+00:00,true,no_information,2024-01-02T03:04:05+00:00,N/A,true,true,2024-02-02T00:00:00+00:00,2026-11-01T10:00:00+00:00,eu-central-1,s3,false,2023-02-02T00:00:00+00:00,N/A,N/A,N/A,false,N/A,false,N/A`;

test('reads what AWS says, and null where it says nothing', () => {
  const arn = 'arn:aws:iam::120458963014:user/ada';
  const user = parseCredentialReport(`${HEADER}\n${row('ada', arn)}`).get(arn);
  expect(user).toEqual({
    user: 'ada',
    arn,
    createdAt: '2024-01-02T03:04:05.000Z',
    passwordEnabled: true,
    passwordLastUsed: null,
    passwordLastChanged: '2024-01-02T03:04:05.000Z',
    mfaActive: true,
    keys: [
      {
        active: true,
        lastRotated: '2024-02-02T00:00:00.000Z',
        lastUsed: { date: '2026-11-01T10:00:00.000Z', region: 'eu-central-1', service: 's3' },
      },
      { active: false, lastRotated: '2023-02-02T00:00:00.000Z', lastUsed: null },
    ],
  });
});

test('the root user is found by its own name; its password is not supported', () => {
  const line = `<root_account>,arn:aws:iam::120458963014:root,2020-01-01T00:00:00+00:00,not_supported,N/A,not_supported,not_supported,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`;
  const root = parseCredentialReport(`${HEADER}\r\n${line}\r\n`).get(ROOT_USER);
  expect(root).toMatchObject({ passwordEnabled: null, mfaActive: false, keys: [] });
});

test('commas in names and paths do not shift the columns', () => {
  const part = fc.stringMatching(/^[\w+=,.@-]{1,20}$/).filter((text) => !text.startsWith('arn:'));
  fc.assert(
    fc.property(part, part, (path, name) => {
      const arn = `arn:aws:iam::120458963014:user/${path}/${name}`;
      const user = parseCredentialReport(`${HEADER}\n${row(name, arn)}`).get(arn);
      expect(user).toMatchObject({ user: name, arn, mfaActive: true });
    }),
  );
});

test('any text is survived', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseCredentialReport(text)));
});
