import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arnName, groupAccountId, splitArn } from '@/lib/format/arn';

test('an ARN splits into its five fields and keeps colons of the resource', () => {
  expect(splitArn('arn:aws-cn:iam::730335184422:role/ci/deploy-checkout')).toEqual({
    partition: 'aws-cn',
    service: 'iam',
    region: '',
    account: '730335184422',
    resource: 'role/ci/deploy-checkout',
  });
  expect(splitArn('arn:aws:logs:eu-west-1:730335184422:log-group:/aws/x:*')?.resource).toBe('log-group:/aws/x:*');
});

test.each(['', 'arn', 'arn:aws:iam::730335184422', 'arn:aws:iam::730335184422:', 'urn:aws:iam::1:x', 'arn::iam::1:x'])(
  '%s is not an ARN',
  (text) => {
    expect(splitArn(text)).toBeNull();
    expect(arnName(text)).toBe(text);
  },
);

test('any text either splits so that joining gives it back, or does not split', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (head, tail) => {
      const text = `arn:${head}:${tail}`;
      const parts = splitArn(text);
      if (!parts) return;
      const { partition, service, region, account, resource } = parts;
      expect(`arn:${partition}:${service}:${region}:${account}:${resource}`).toBe(text);
    }),
  );
});

test('the name is the last part of the resource', () => {
  expect(arnName('arn:aws:iam::730335184422:role/ci/deploy-checkout')).toBe('deploy-checkout');
  expect(arnName('arn:aws:sqs:eu-west-1:730335184422:events')).toBe('events');
});

test('account ids are grouped, other texts left alone', () => {
  expect(groupAccountId('339712905844')).toBe('3397 1290 5844');
  expect(groupAccountId('o-7kd2m4x9qa')).toBe('o-7kd2m4x9qa');
});
