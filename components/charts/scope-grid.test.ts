import { expect, test } from 'vitest';
import { scopeCounts } from '@/components/charts/scope-grid';

test('counts are in the legend order, and states that are nowhere are left out', () => {
  const rows = [
    { label: 'IAM', cells: { global: 'queued' } },
    { label: 'VPCs', cells: { 'us-east-1': 'complete', 'eu-west-1': 'complete', 'sa-east-1': 'denied' } },
  ] as const;
  expect(scopeCounts(rows)).toEqual([
    { state: 'complete', count: 2 },
    { state: 'denied', count: 1 },
    { state: 'queued', count: 1 },
  ]);
});
