import type { Sort } from '@/components/table/types';

/** Adds or removes one key; the given set is not changed. */
export function toggled(selected: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** With a range: everything between the last toggled row and this one takes this one's new state (shift-click). */
export function toggledRange(
  selected: ReadonlySet<string>,
  keys: readonly string[],
  from: string | null,
  to: string,
): ReadonlySet<string> {
  const start = from === null ? -1 : keys.indexOf(from);
  const end = keys.indexOf(to);
  if (start < 0 || end < 0) return toggled(selected, to);
  const next = new Set(selected);
  const on = !selected.has(to);
  for (const key of keys.slice(Math.min(start, end), Math.max(start, end) + 1)) {
    if (on) next.add(key);
    else next.delete(key);
  }
  return next;
}

/** Whether all, some or none of the shown rows are selected. */
export function pageState(selected: ReadonlySet<string>, keys: readonly string[]): boolean | 'indeterminate' {
  const on = keys.filter((key) => selected.has(key)).length;
  if (on === 0) return false;
  return on === keys.length ? true : 'indeterminate';
}

/** The head's checkbox: with some or none selected it selects the page, else it unselects the page. */
export function toggledPage(selected: ReadonlySet<string>, keys: readonly string[]): ReadonlySet<string> {
  const page = new Set(keys);
  if (pageState(selected, keys) === true) return new Set([...selected].filter((key) => !page.has(key)));
  return new Set([...selected, ...keys]);
}

/** A click on a sortable head: descending first (newest, most), then ascending, then descending again. */
export function nextSort(current: Sort | undefined, key: string): Sort {
  if (current?.key !== key) return { key, direction: 'descending' };
  return { key, direction: current.direction === 'descending' ? 'ascending' : 'descending' };
}
