import { expect, test } from 'vitest';
import { eventCauseOf } from '@/components/event/event-cause';

test('a cause says who, by what, and where it is in the log', () => {
  const principal = {
    label: 'ci via role deployer',
    sessionIssuerArn: 'arn:aws:iam::1:role/deployer',
    accessKeyId: 'ASIA1',
  };
  const detail = {
    eventId: 'e-1',
    day: '2026-11-21',
    accountId: '339712905844',
    service: 's3',
    name: 'PutBucketTagging',
    principal,
    sourceAddress: '198.51.100.24',
    userAgent: 'aws-cli/2',
  };
  expect(eventCauseOf(detail)).toEqual({
    ref: '20261121.339712905844.e-1',
    name: 'PutBucketTagging',
    service: 's3',
    who: 'ci via role deployer',
    issuer: 'arn:aws:iam::1:role/deployer',
    accessKeyId: 'ASIA1',
    sourceAddress: '198.51.100.24',
    userAgent: 'aws-cli/2',
    presumed: false,
  });
  expect(eventCauseOf({ ...detail, presumed: true }).presumed).toBe(true);
});

test('what an older cause does not have is not known', () => {
  expect(eventCauseOf({ principal: 3 })).toMatchObject({ ref: null, name: 'an event', who: 'somebody not known' });
});
