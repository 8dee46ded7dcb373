import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIELD_NAMES, isTimeField } from './fields';
import { parseQuery } from './parse';
import { printQuery } from './print';
import { resolveQuery } from './resolve';
import type { Condition, MatchField, TimeField, Unit, Value } from './types';

const value = (text: string, prefix = false): Value => ({ text, prefix });
const match = (field: MatchField, ...values: Value[]): Condition => ({ kind: 'match', not: false, field, values });
const word = (text: string, prefix = false): Condition => ({ kind: 'text', not: false, value: value(text, prefix) });

describe('parseQuery', () => {
  test.each<[string, Condition[]]>([
    ['', []],
    ['  ', []],
    ['type:AWS::IAM::Role', [match('type', value('AWS::IAM::Role'))]],
    ['TYPE=role', [match('type', value('role'))]],
    ['region:eu-west-1,eu-central-1', [match('region', value('eu-west-1'), value('eu-central-1'))]],
    ['-region:eu-west-1', [{ ...match('region', value('eu-west-1')), not: true } as Condition]],
    ['region!=eu-west-1', [{ ...match('region', value('eu-west-1')), not: true } as Condition]],
    ['-region!=eu-west-1', [match('region', value('eu-west-1'))]],
    ['name:pay*', [match('name', value('pay', true))]],
    ['name:"pay*"', [match('name', value('pay*'))]],
    ['name:"pay roll"*,"a,b"', [match('name', value('pay roll', true), value('a,b'))]],
    ['two words', [word('two'), word('words')]],
    ['"two words"', [word('two words')]],
    ['-"two words"', [{ ...word('two words'), not: true } as Condition]],
    ['a\\"b "a\\"\\\\b"', [word('a\\"b'), word('a"\\b')]],
    ['pay*', [word('pay', true)]],
    ['arn:aws:iam::339712905844:role/x', [word('arn:aws:iam::339712905844:role/x')]],
    ['arn:arn:aws:s3:::logs', [match('arn', value('arn:aws:s3:::logs'))]],
    ['AWS::IAM::Role', [word('AWS::IAM::Role')]],
    ['https://example.test/x', [word('https://example.test/x')]],
    ['586209417733:role/al', [word('586209417733:role/al')]],
    ['10.0.0.0/16', [word('10.0.0.0/16')]],
    ['tag.team=payments', [{ kind: 'tag', not: false, key: 'team', values: [value('payments')] }]],
    ['tag.team:pay*,x', [{ kind: 'tag', not: false, key: 'team', values: [value('pay', true), value('x')] }]],
    ['tag.team!=x', [{ kind: 'tag', not: true, key: 'team', values: [value('x')] }]],
    ['tag.team=*', [{ kind: 'tagged', not: false, keys: ['team'] }]],
    [
      'tag.aws:cloudformation:stack-name=a',
      [{ kind: 'tag', not: false, key: 'aws:cloudformation:stack-name', values: [value('a')] }],
    ],
    ['tag."Cost Center"="a b"', [{ kind: 'tag', not: false, key: 'Cost Center', values: [value('a b')] }]],
    ['tag.empty=""', [{ kind: 'tag', not: false, key: 'empty', values: [value('')] }]],
    ['tag:team,"Cost Center"', [{ kind: 'tagged', not: false, keys: ['team', 'Cost Center'] }]],
    ['age>90d', [{ kind: 'time', field: 'age', comparison: '>', amount: 90, unit: 'd' }]],
    ['age:>=90D', [{ kind: 'time', field: 'age', comparison: '>=', amount: 90, unit: 'd' }]],
    ['-seen<2h', [{ kind: 'time', field: 'seen', comparison: '>=', amount: 2, unit: 'h' }]],
    ['state:deleted,any', [match('state', value('deleted'), value('any'))]],
    ['- x', [word('-'), word('x')]],
  ])('reads %s', (text, expected) => {
    expect(parseQuery(text)).toMatchObject({ query: expected, problems: [] });
  });

  test.each<[string, number, number, RegExp, RegExp]>([
    ['x acount:1', 2, 8, /no field acount/, /Did you mean account/],
    ['team:payments', 0, 4, /no field team/, /tag\.team=payments/],
    ['type:', 5, 5, /missing after type:/, /Write one/],
    ['region:a,,b', 9, 9, /missing/, /Write one/],
    ['name:a*b', 6, 7, /end/, /a\*/],
    ['"open', 0, 5, /not closed/, /"/],
    ['name:"a"b', 8, 9, /closing quote/, /comma or a space/],
    ['age>90', 4, 6, /90 is not a time/, /90d/],
    ['age=90d', 0, 7, /compared with a time/, /age>90d/],
    ['seen>', 5, 5, /missing/, /2h/],
    ['type>x', 0, 6, /cannot be compared/, /type:/],
    ['state:gone', 0, 10, /no state gone/, /deleted/],
    ['state:dele*', 0, 11, /no \*/, /state:/],
    ['name:*', 0, 6, /no \*/, /name:/],
    ['tag.team', 0, 8, /no key and value/, /tag:team/],
    ['tag.a:b:c', 0, 9, /no key and value/, /tag\./],
    ['tag:te*', 0, 7, /whole keys/, /tag\.team/],
    ['integration:x', 0, 13, /by its id/, /Copy/],
    ['*', 0, 1, /alone/, /begins/],
  ])('refuses %s, with its place and a way out', (text, from, to, message, fix) => {
    const [problem] = parseQuery(text).problems;
    expect(problem).toMatchObject({ from, to });
    expect(problem?.message).toMatch(message);
    expect(problem?.fix).toMatch(fix);
  });

  test('keeps its bounds', () => {
    expect(parseQuery('x'.repeat(2001)).problems).toHaveLength(1);
    expect(parseQuery('x '.repeat(41)).problems).toHaveLength(1);
    expect(parseQuery(`region:${'a,'.repeat(200)}a`).problems).toHaveLength(1);
  });

  test('ends, and stays within the text, whatever is typed', () => {
    const piece = fc.constantFrom(...'":,=*-<>! \\', 'tag.', 'type', 'age', 'x', '90d', 'tag', 'é', '\u0000');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const text = pieces.join('');
        const { query, spans, problems } = parseQuery(text);
        expect(spans).toHaveLength(query.length);
        for (const { from, to } of [...spans, ...problems]) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(to).toBeLessThanOrEqual(text.length);
        }
        if (problems.length === 0) expect(parseQuery(printQuery(query))).toMatchObject({ query, problems: [] });
      }),
      { numRuns: 3000 },
    );
  });
});

const text = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'ab:*"\\, -=<.é') });
const values = fc.array(fc.record({ text, prefix: fc.boolean() }), { minLength: 1, maxLength: 3 });
const not = fc.boolean();
const NAMING = ['name', 'id', 'arn', 'address', 'type', 'account', 'region', 'service'] as const;
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constant('text' as const),
    not,
    value: fc.record({ text: text.filter((t) => t.trim() !== ''), prefix: fc.boolean() }),
  }),
  fc.record({ kind: fc.constant('match' as const), not, field: fc.constantFrom(...NAMING), values }),
  fc.record({ kind: fc.constant('tag' as const), not, key: text, values }),
  fc.record({ kind: fc.constant('tagged' as const), not, keys: fc.array(text, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    kind: fc.constant('time' as const),
    field: fc.constantFrom<TimeField[]>('age', 'changed', 'seen'),
    comparison: fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const),
    amount: fc.integer({ min: 0, max: 99999 }),
    unit: fc.constantFrom<Unit[]>('m', 'h', 'd', 'w', 'y'),
  }),
);

describe('printQuery', () => {
  test('is read back as the same conditions, and printed the same again', () => {
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 6 }), (query) => {
        const printed = printQuery(query);
        const parsed = parseQuery(printed);
        expect(parsed).toMatchObject({ query, problems: [] });
        expect(printQuery(parsed.query)).toBe(printed);
      }),
      { numRuns: 2000 },
    );
  });

  test('names every field', () => {
    for (const name of FIELD_NAMES) {
      const sample = isTimeField(name)
        ? `${name}<1d`
        : name === 'tag'
          ? 'tag:x'
          : name === 'state'
            ? 'state:any'
            : null;
      if (sample) expect(printQuery(parseQuery(sample).query)).toBe(sample);
    }
  });
});

describe('resolveQuery', () => {
  const known = {
    types: [
      'AWS::IAM::Role',
      'AWS::IAM::User',
      'AWS::IAM::Policy',
      'AWS::EC2::Instance',
      'AWS::EKS::Cluster',
      'AWS::RDS::Cluster',
    ],
    accounts: [
      { id: '339712905844', name: 'payments-prod' },
      { id: '586209417733', name: 'staging' },
    ],
  };
  const resolve = (query: string) => {
    const { query: resolved, problems } = resolveQuery(parseQuery(query), known);
    return problems[0]?.message ?? printQuery(resolved);
  };
  test.each([
    ['type:role', 'type:AWS::IAM::Role'],
    ['type:aws::iam::role', 'type:AWS::IAM::Role'],
    ['type:IAM::user,role', 'type:AWS::IAM::User,AWS::IAM::Role'],
    ['type:iam', 'type:AWS::IAM::Role,AWS::IAM::User,AWS::IAM::Policy'],
    ['-type:ec2', '-type:AWS::EC2::Instance'],
    ['type:AWS::IAM::*', 'type:AWS::IAM::Role,AWS::IAM::User,AWS::IAM::Policy'],
    ['type:clu*', 'type:AWS::EKS::Cluster,AWS::RDS::Cluster'],
    ['type:AWS::New::Thing', 'type:AWS::New::Thing'],
    ['type:cluster', 'cluster is the name of 2 types.'],
    ['type:rds::cluster', 'type:AWS::RDS::Cluster'],
    ['type:rolle', 'No resource type is called rolle.'],
    ['account:Payments-prod', 'account:339712905844'],
    ['account:stag*', 'account:586209417733'],
    ['account:3397*', 'account:3397*'],
    ['account:nope', 'No account is called nope.'],
    ['role', 'role'],
  ])('%s is %s', (query, expected) => {
    expect(resolve(query)).toBe(expected);
  });
  test('says where, and what to write', () => {
    const { problems } = resolveQuery(parseQuery('x type:cluster'), known);
    expect(problems).toEqual([
      { from: 2, to: 14, message: 'cluster is the name of 2 types.', fix: 'Write one of EKS::Cluster, RDS::Cluster.' },
    ]);
    expect(resolveQuery(parseQuery('type:rolle'), known).problems[0]?.fix).toBe('Did you mean Role?');
  });
});
