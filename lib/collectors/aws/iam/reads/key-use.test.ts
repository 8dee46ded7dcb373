import { expect, test } from 'vitest';
import type { ReportKey, ReportUser } from '@/lib/collectors/aws/iam/credential-report-csv';
import { joinReport } from './key-use';

const CREATED = '2024-01-01T00:00:00.000Z';
const key = (AccessKeyId: string, created: string, Status: 'Active' | 'Inactive' = 'Active') => ({
  AccessKeyId,
  Status,
  CreateDate: new Date(created),
});
const slot = (lastRotated: string, active = true): ReportKey => ({ active, lastRotated, lastUsed: null });
const user = (...keys: ReportKey[]): ReportUser => ({
  user: 'ada',
  arn: 'arn:aws:iam::120458963014:user/ada',
  createdAt: CREATED,
  passwordEnabled: false,
  passwordLastUsed: null,
  passwordLastChanged: null,
  mfaActive: false,
  keys,
});
const joined = (...args: Parameters<typeof joinReport>) => [...joinReport(...args).keys()];

const A = '2025-01-01T10:00:00.000Z';
const B = '2025-06-01T10:00:00.000Z';

test('keys are joined to the report on the second of their creation', () => {
  expect(joined([key('AKIA1', A), key('AKIA2', B)], user(slot(B), slot(A)), CREATED)).toEqual(['AKIA1', 'AKIA2']);
});

test('what is not certain stays out', () => {
  expect(joined([key('AKIA1', A), key('AKIA2', A)], user(slot(A), slot(A)), CREATED)).toEqual([]);
  expect(joined([key('AKIA1', A)], user(slot(A), slot(A)), CREATED)).toEqual([]);
  expect(joined([key('AKIA1', A)], user(slot(B)), CREATED)).toEqual([]);
  expect(joined([key('AKIA1', A, 'Inactive')], user(slot(A, true)), CREATED)).toEqual([]);
  expect(joined([key('AKIA1', A)], undefined, CREATED)).toEqual([]);
});

test("a user made again under the name does not inherit the former one's use", () => {
  expect(joined([key('AKIA1', A)], user(slot(A)), '2025-01-01T09:00:00.000Z')).toEqual([]);
});
