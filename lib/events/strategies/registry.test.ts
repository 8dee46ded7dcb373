import Ajv from 'ajv/dist/2020';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONFIG_SCHEMAS, STRATEGIES, type StrategyName } from '@/lib/schemas/event-source';
import { STRATEGIES_BY_NAME } from './registry';

const QUEUE = 'https://sqs.us-east-1.amazonaws.com/123456789012/mooring-events';
const STREAM = 'arn:aws:kinesis:us-east-1:123456789012:stream/mooring-events';
const GOOD = {
  queueURL: [QUEUE, 'http://127.0.0.1:4566/123456789012/x.fifo', 'https://host/a/b/123456789012/q_1-2'],
  region: ['us-east-1', 'us-gov-west-1', 'ap-southeast-5'],
  accountID: ['123456789012'],
  bucketName: ['acme-logs', 'a.b', '0-9'],
  prefix: ['', 'AWSLogs/', 'trail/AWSLogs'],
  streamARN: [STREAM, STREAM.replace('aws:', 'aws-cn:')],
  shardID: ['', 'shardId-000000000012'],
};
const BAD = [
  QUEUE.slice(8),
  `${QUEUE}?x`,
  `${QUEUE}/x`,
  'us-east',
  'EU-west-1',
  '12345678901',
  '1234567890123',
  'A',
  '-a',
  'shardId-1',
  ' ',
  'x'.repeat(1001),
  5,
  null,
  {},
  [],
];
const KEYS = {
  eventbridge: ['queueURL', 'region', 'accountID'],
  sqs: ['queueURL', 'region', 'accountID'],
  s3: ['bucketName', 'prefix', 'region', 'accountID'],
  kinesis: ['streamARN', 'shardID'],
} as const satisfies Record<StrategyName, readonly (keyof typeof GOOD)[]>;

describe.each(STRATEGIES)('the form of %s', (strategy) => {
  const validate = new Ajv({ strict: true, allErrors: true }).compile(STRATEGIES_BY_NAME[strategy].configSchema);
  const zod = CONFIG_SCHEMAS[strategy];
  const agree = (value: unknown) => {
    expect([validate(value), value]).toEqual([zod.safeParse(value).success, value]);
    return validate(value);
  };
  const full = Object.fromEntries(KEYS[strategy].map((key) => [key, GOOD[key][0]]));

  it('takes what the schema takes', () => {
    expect(agree(full)).toBe(true);
    expect(agree({ ...full, extra: 1 })).toBe(false);
    for (const key of KEYS[strategy]) {
      for (const value of GOOD[key]) expect(agree({ ...full, [key]: value })).toBe(true);
      for (const value of BAD) agree({ ...full, [key]: value });
      const { [key]: _left, ...rest } = full;
      agree(rest);
    }
  });

  it('agrees with it on any value', () => {
    const values = fc.oneof(
      fc.constantFrom<unknown>(...KEYS[strategy].flatMap((key) => GOOD[key]), ...BAD),
      fc.string(),
      fc.jsonValue(),
    );
    const configs = fc.dictionary(fc.constantFrom<string>(...KEYS[strategy], 'other'), values);
    fc.assert(fc.property(configs, (config) => void agree({ ...full, ...config })));
    fc.assert(fc.property(fc.jsonValue(), (config) => void agree(config)));
  });

  it('says of each field what it is', () => {
    const { properties } = STRATEGIES_BY_NAME[strategy].configSchema as {
      properties: Record<string, Record<string, unknown>>;
    };
    expect(Object.keys(properties)).toEqual([...KEYS[strategy]]);
    for (const property of Object.values(properties)) {
      expect(property).toMatchObject({ title: expect.any(String), description: expect.any(String) });
      for (const example of (property.examples ?? []) as string[])
        expect(example).toMatch(new RegExp(String(property.pattern ?? '.')));
    }
    expect(Object.values(STRATEGIES_BY_NAME[strategy].comparison).every((text) => text !== '')).toBe(true);
  });
});
