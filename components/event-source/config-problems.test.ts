import type { RJSFSchema } from '@rjsf/utils';
import { expect, test } from 'vitest';
import { configProblems, schemaValidator } from '@/components/event-source/config-problems';

const schema: RJSFSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  required: ['queueURL', 'region'],
  properties: {
    queueURL: { type: 'string', title: 'Queue URL', pattern: '^https://', examples: ['https://sqs.test/1/q'] },
    region: { type: 'string', title: 'Region', maxLength: 20 },
    shard: { type: 'object', required: ['id'], properties: { id: { type: 'string', title: 'Shard' } } },
  },
};

test('a config that fits has no problems', () => {
  expect(configProblems(schema, { queueURL: 'https://x', region: 'us-east-1' })).toEqual({});
});

test('each field has one sentence', () => {
  expect(configProblems(schema, { region: 3, shard: {}, 'a/b': 1 })).toEqual({
    queueURL: 'Queue URL is needed.',
    region: 'Region is of another kind: Instance type "number" is invalid. Expected "string".',
    'shard.id': 'Shard is needed.',
    'a/b': 'There is no setting of this name.',
  });
  expect(configProblems(schema, { queueURL: 'ftp', region: 'x'.repeat(21) })).toEqual({
    queueURL: 'Queue URL looks like https://sqs.test/1/q.',
    region: 'String is too long (21 > 20).',
  });
});

test('the form gets them as its own errors', () => {
  const data = { region: 'us-east-1' };
  expect(schemaValidator.validateFormData(data, schema).errorSchema).toEqual({
    queueURL: { __errors: ['Queue URL is needed.'] },
  });
  expect(schemaValidator.isValid(schema, data, schema)).toBe(false);
});
