import { expect, test } from 'vitest';
import { outcomeLook, resultWord } from '@/components/event/outcomes';
import type { EventView } from '@/lib/schemas/event';

const touch = (result: string): EventView['touches'][number] => ({
  type: 'AWS::S3::Bucket',
  region: 'us-east-1',
  ref: 'b',
  effect: 'upsert',
  result,
  resourceUid: null,
  resourceName: null,
  version: null,
});
const word = (outcome: EventView['outcome'], ...results: string[]) =>
  outcomeLook({ outcome, touches: results.map(touch) }).word;

test('an applied event is told by the one thing it did', () => {
  expect(word('applied', 'created')).toBe('created');
  expect(word('applied', 'deleted', 'unchanged')).toBe('gone');
  expect(word('applied', 'created', 'changed')).toBe('changed');
  expect(word('applied', 'attributed')).toBe('changed');
  expect(word('unchanged', 'created')).toBe('no change');
});

test('a result nobody has words for is shown as it is', () => {
  expect(resultWord('attributed')).toBe('its author became known');
  expect(resultWord('constructor')).toBe('constructor');
});
