import { expect, test } from 'vitest';
import { filterOfWord } from '@/components/event/search-words';

const services = new Set(['s3', 'iam']);

test.each([
  ['AKIASANDBOX123456789', 'accessKey', 'AKIASANDBOX123456789'],
  ['339712905844', 'account', '339712905844'],
  ['198.51.100.24', 'address', '198.51.100.24'],
  ['2001:db8::1', 'address', '2001:db8::1'],
  ['PutBucketTagging', 'name', 'PutBucketTagging'],
  ['s3', 'service', 's3'],
  ['ec2', 'principal', 'ec2'],
  ['service: ec2', 'service', 'ec2'],
  ['key:AKIA1', 'accessKey', 'AKIA1'],
  ['IP:10.0.0.1', 'address', '10.0.0.1'],
  ['arn:aws:iam::1:user/priya', 'principal', 'arn:aws:iam::1:user/priya'],
  [' priya.nair ', 'principal', 'priya.nair'],
  ['Priya', 'principal', 'Priya'],
])('%s is told as %s', (word, name, value) => expect(filterOfWord(word, services)).toEqual({ name, value }));

test('nothing is no filter', () => expect(filterOfWord('  ', services)).toBeNull());
