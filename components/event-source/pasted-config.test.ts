import { expect, test } from 'vitest';
import { pastedConfig } from '@/components/event-source/pasted-config';

const config = { queueURL: 'https://sqs.test/1/q', region: 'us-east-1' };
const raw = JSON.stringify(config);

test.each([
  ['of output -raw', raw],
  ['with lines around', `\n${JSON.stringify(config, null, 2)}\n`],
  ['in quotes', JSON.stringify(raw)],
  ['of output -json', JSON.stringify({ event_source_config: { sensitive: false, type: 'string', value: raw } })],
  ['of all outputs as objects', JSON.stringify({ event_source_config: { value: config }, read_policy_json: {} })],
])('reads a config %s', (_, text) => expect(pastedConfig(text)).toEqual(config));

test.each(['', 'not json', '[]', '{}', '"text"', 'null', '{"event_source_config":{"value":"nothing"}}'])(
  'finds none in %s',
  (text) => expect(pastedConfig(text)).toBeNull(),
);
