import { expect, test } from 'vitest';
import type { SensorProfile } from '../../_components/profile-columns';
import { changedMeanwhile, merged } from './changed-meanwhile';

const source = (id: string) => ({ id, name: `source ${id}` }) as SensorProfile['eventSources'][number];
const profile = (title: string, enabled: boolean, ...ids: string[]) => ({
  title,
  enabled,
  eventSources: ids.map(source),
});

test('tells what somebody else changed', () => {
  expect(changedMeanwhile(profile('A', true, '1', '2'), profile('B', false, '2', '3'))).toEqual([
    'Its title is B now.',
    'It is disabled now.',
    'Attached: source 3.',
    'Detached: source 1.',
  ]);
  expect(changedMeanwhile(profile('A', true, '1'), profile('A', true, '1'))).toEqual([]);
});

test('what both changed is put together: theirs, with what was changed here on top', () => {
  const base = { title: 'Default', enabled: true, sources: new Set(['a', 'b', 'c']) };
  const mine = { title: 'Night', enabled: true, sources: new Set(['a', 'c', 'd']) };
  const theirs = { title: 'Day', enabled: false, sources: new Set(['a', 'b', 'e']) };
  const result = merged(base, mine, theirs);
  expect({ ...result, sources: [...result.sources].sort() }).toEqual({
    title: 'Night',
    enabled: false,
    sources: ['a', 'd', 'e'],
  });
  expect(merged(base, base, theirs)).toEqual(theirs);
});
