import { expect, test, vi } from 'vitest';
import { applyFieldIssues, closestField } from '@/components/form/server-errors';

test('a path belongs to its closest field', () => {
  expect(closestField('schedule.minute', ['schedule', 'schedule.minute', 'name'])).toBe('schedule.minute');
  expect(closestField('accounts.0.id', ['accounts'])).toBe('accounts');
  expect(closestField('nameservers', ['name'])).toBeUndefined();
});

test('what fits no field is given back', () => {
  const setError = vi.fn();
  const rest = applyFieldIssues<{ name: string }>(
    [
      { path: 'name', message: 'payments-prod is taken.' },
      { path: 'etag', message: 'Someone changed it.' },
    ],
    ['name'],
    setError,
  );
  expect(setError).toHaveBeenCalledWith(
    'name',
    { type: 'server', message: 'payments-prod is taken.' },
    { shouldFocus: true },
  );
  expect(rest).toEqual([{ path: 'etag', message: 'Someone changed it.' }]);
});
