import { expect, test } from 'vitest';
import { TOAST_STAYS, type Toast, toast, toastStore, withToast } from '@/components/ui/toast-store';

const make = (id: number, tone: Toast['tone'] = 'success'): Toast => ({ id, tone, title: `t${id}` });
const ids = (toasts: readonly Toast[]) => toasts.map((shown) => shown.id);

test('beyond four the oldest that is no error goes', () => {
  const full = [make(1, 'danger'), make(2), make(3), make(4)];
  expect(ids(withToast(full, make(5)))).toEqual([1, 3, 4, 5]);
});

test('when all are errors the oldest error makes room for the newest', () => {
  const full = [1, 2, 3, 4].map((id) => make(id, 'danger'));
  expect(ids(withToast(full, make(5, 'danger')))).toEqual([2, 3, 4, 5]);
});

test('an error stays until it is closed', () => {
  expect(TOAST_STAYS.danger).toBe(Number.POSITIVE_INFINITY);
  let told = 0;
  const stop = toastStore.subscribe(() => {
    told += 1;
  });
  const id = toast.error('Schedule not saved');
  expect(toastStore.read().at(-1)?.id).toBe(id);
  toast.close(id);
  expect(ids(toastStore.read())).not.toContain(id);
  expect(told).toBe(2);
  stop();
});
