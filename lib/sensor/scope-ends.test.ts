import { expect, test, vi } from 'vitest';
import { type EndedScope, MAX_ENDED_SCOPES } from './port';
import { ScopeEnds } from './scope-ends';

const ended = (index: number): EndedScope => ({
  region: 'eu-west-1',
  type: `T${index}`,
  outcome: { status: 'complete', startedAt: 1, finishedAt: 2, seenIds: [], resources: 0, gaps: [], error: null },
});

test('tells what ended together in one call, each once and in order', async () => {
  const calls: string[][] = [];
  const ends = new ScopeEnds(async (scopes) => {
    calls.push(scopes.map(({ type }) => type));
  });
  for (let index = 0; index < MAX_ENDED_SCOPES + 3; index += 1) ends.add(ended(index));
  await ends.close();
  expect(calls.map(({ length }) => length)).toEqual([MAX_ENDED_SCOPES, 3]);
  expect(calls.flat()).toEqual(Array.from({ length: MAX_ENDED_SCOPES + 3 }, (_, index) => `T${index}`));
});

test('tells by itself after a moment', async () => {
  vi.useFakeTimers();
  try {
    const send = vi.fn(async () => {});
    const ends = new ScopeEnds(send);
    ends.add(ended(1));
    expect(send).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(300);
    expect(send).toHaveBeenCalledTimes(1);
    await ends.close();
    expect(send).toHaveBeenCalledTimes(1);
  } finally {
    vi.useRealTimers();
  }
});

test('a refusal ends it: nothing more is told, and the next to add and to close hear of it', async () => {
  const send = vi.fn(async () => {
    throw new Error('refused');
  });
  const ends = new ScopeEnds(send);
  ends.add(ended(1));
  await expect(ends.close()).rejects.toThrow('refused');
  expect(() => ends.add(ended(2))).toThrow('refused');
  await expect(ends.close()).rejects.toThrow('refused');
  expect(send).toHaveBeenCalledTimes(1);
});
