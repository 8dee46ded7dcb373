import { expect, test } from 'vitest';
import { stepPlace } from '@/components/ui/stepper';

const STEPS = ['scope', 'name', 'apply', 'verify', 'scan'].map((id) => ({ id, title: id }));
const places = (current: string, reached?: string) => STEPS.map(({ id }) => stepPlace(STEPS, id, current, reached));

test('steps before the current one are done', () => {
  expect(places('apply')).toEqual(['done', 'done', 'current', 'ahead', 'ahead']);
});

test('going back keeps what was reached', () => {
  expect(places('name', 'verify')).toEqual(['done', 'current', 'done', 'ahead', 'ahead']);
});
