import { expect, test } from 'vitest';
import { shardText } from '@/components/event-source/shard-name';

test('a bucket’s shard tells its region first, the source’s own says what it does, others are as they are', () => {
  expect(shardText('586209417733/eu-west-1')).toBe('eu-west-1 in 586209417733');
  expect(shardText('*')).toBe('upkeep');
  expect(shardText('shardId-000000000001')).toBe('shardId-000000000001');
});
