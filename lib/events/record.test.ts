import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dropReason } from './drop';
import { mapEvent } from './map';
import { principalLabel } from './principal-label';
import { readsByName } from './read-only';
import { parseRecord, recordFault, type TrailRecord } from './record';

const LEAST = {
  eventID: '3f4a9d2e-0b1c-4f5e-9a77-2c1d0e9b8a66',
  eventTime: '2026-11-21T08:30:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'PutBucketTagging',
  awsRegion: 'eu-central-1',
  recipientAccountId: '339712905844',
};

const parsed = (more: object): TrailRecord => {
  const record = parseRecord({ ...LEAST, ...more });
  if (record === null) throw new Error('not a record');
  return record;
};

describe('a record', () => {
  test('needs no more than what says which event it is', () => {
    expect(parsed({})).toMatchObject({
      eventTime: '2026-11-21T08:30:00.000Z',
      eventTimeMs: Date.UTC(2026, 10, 21, 8, 30),
      readOnly: false,
      eventCategory: 'Management',
      requestParameters: null,
      resources: [],
      userIdentity: null,
    });
  });

  test.each(Object.keys(LEAST))('without %s is none, and says so', (key) => {
    expect(parseRecord({ ...LEAST, [key]: undefined })).toBeNull();
    expect(recordFault({ ...LEAST, [key]: 7 })).toBe(`no ${key}`);
    expect(recordFault({ ...LEAST, [key]: 'x'.repeat(300) })).toBe(`no ${key}`);
  });

  test('of old gives the account of its caller', () => {
    const userIdentity = { accountId: '586209417733' };
    expect(parsed({ recipientAccountId: undefined, userIdentity }).recipientAccountId).toBe('586209417733');
  });

  test.each([
    [true, true],
    ['true', true],
    ['False', false],
    [undefined, false],
    ['maybe', false],
  ])('says readOnly %s: %s', (readOnly, expected) => {
    expect(parsed({ readOnly }).readOnly).toBe(expected);
  });

  test('takes parameters that came as text, and nothing else that is no object', () => {
    expect(parsed({ requestParameters: '{"bucketName":"b"}' }).requestParameters).toEqual({ bucketName: 'b' });
    for (const odd of ['{', '[1]', 'text', 5, ['a'], null, true]) {
      expect(parsed({ requestParameters: odd }).requestParameters).toBeNull();
    }
  });

  test('keeps only text that can be stored', () => {
    const { errorMessage, userAgent } = parsed({ errorMessage: 'a\0b\uD800c', userAgent: 'x'.repeat(5_000_000) });
    expect(errorMessage).toBe('a\uFFFDb\uFFFDc');
    expect(userAgent).toHaveLength(1024);
  });

  test('lists resources by either spelling of their ARN', () => {
    const resources = [{ ARN: 'arn:a', accountId: '1', type: 'T' }, { arn: 'arn:b' }, null, 3, { ARN: 4 }];
    expect(parsed({ resources }).resources).toEqual([
      { arn: 'arn:a', accountId: '1', type: 'T' },
      { arn: 'arn:b', accountId: null, type: null },
    ]);
  });
});

describe('what is dropped', () => {
  test.each([
    [{ readOnly: true }, 'readOnly'],
    [{ errorCode: 'AccessDenied' }, 'failed'],
    [{ eventCategory: 'Data' }, 'data'],
    [{ eventCategory: 'NetworkActivity', errorCode: 'VpceAccessDenied' }, 'networkActivity'],
    [{ eventCategory: 'Insight' }, 'insight'],
    [{ readOnly: true, errorCode: 'AccessDenied' }, 'readOnly'],
    [{}, null],
  ])('%j: %s', (more, expected) => {
    expect(dropReason(parsed(more))).toBe(expected);
  });

  test('an insight of before there were categories is one still', () => {
    const insightDetails = { eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' };
    const record = parsed({ eventSource: undefined, eventName: undefined, insightDetails });
    expect(record).toMatchObject({ eventName: 'RunInstances', eventCategory: 'Insight', readOnly: true });
    expect(dropReason(record)).toBe('insight');
  });

  test.each([
    'DescribeInstances',
    'BatchGetImage',
    'AssumeRoleWithSAML',
    'ConsoleLogin',
    'GenerateDataKeyWithoutPlaintext',
  ])('%s only reads', (name) => expect(readsByName(name)).toBe(true));
  test.each(['PutBucketPolicy', 'CheckoutLicense', 'CreateListener', 'BatchDeleteImage', 'SetDefaultPolicyVersion'])(
    '%s changes something',
    (name) => expect(readsByName(name)).toBe(false),
  );
});

describe('whatever comes', () => {
  const keys = [
    '__proto__',
    'constructor',
    'userName',
    'bucketName',
    'items',
    'instancesSet',
    'instanceId',
    'toString',
  ];
  const tree = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 6 },
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.constant(null),
      fc.boolean(),
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.constantFrom(...keys), fc.string()), tie('node'), {
        maxKeys: 5,
        noNullPrototype: false,
      }),
    ),
  })).node;
  const odd = fc.record(
    {
      ...Object.fromEntries(
        Object.entries(LEAST).map(([key, value]) => [
          key,
          fc.oneof({ weight: 5, arbitrary: fc.constant(value) }, tree),
        ]),
      ),
      eventSource: fc.constantFrom(
        's3.amazonaws.com',
        'ec2.amazonaws.com',
        'iam.amazonaws.com',
        'route53.amazonaws.com',
        'kms.amazonaws.com',
      ),
      eventName: fc.constantFrom(
        'PutBucketTagging',
        'RunInstances',
        'CreateUser',
        'DeleteAccessKey',
        'ChangeResourceRecordSets',
        'DeleteKey',
        'CreateTags',
      ),
      userIdentity: tree,
      requestParameters: tree,
      responseElements: tree,
      serviceEventDetails: tree,
      resources: tree,
      readOnly: tree,
      errorCode: tree,
    },
    { requiredKeys: [] },
  );

  test('nothing throws, and what is picked can be stored', () => {
    fc.assert(
      fc.property(fc.oneof({ weight: 4, arbitrary: odd }, tree), (value) => {
        const sent: unknown = JSON.parse(JSON.stringify(value) ?? 'null');
        const record = parseRecord(sent);
        expect(recordFault(sent) === null).toBe(record !== null);
        if (record === null) return;
        expect(principalLabel(record.principal).length).toBeLessThanOrEqual(300);
        for (const { ref } of mapEvent(record).targets) {
          for (const text of Object.values(ref)) expect(text).toMatch(/^[^\p{Cc}]{1,2048}$/u);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('depth and size do no harm', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`) as object;
    const huge = { bucketName: 'b'.repeat(2_000_000), __proto__: { bucketName: 'inherited' } };
    expect(mapEvent(parsed({ requestParameters: deep, userIdentity: deep }))).toEqual({
      targets: [],
      untold: [],
      reason: 'noReference',
    });
    expect(mapEvent(parsed({ requestParameters: huge }))).toEqual({ targets: [], untold: [], reason: 'noReference' });
    const inherited = JSON.parse('{"__proto__":{"bucketName":"x"}}') as object;
    expect(mapEvent(parsed({ requestParameters: inherited })).targets).toEqual([]);
  });
});
