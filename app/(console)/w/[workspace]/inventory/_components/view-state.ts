import type { BuiltInView, Shown, View } from '@/lib/schemas/view';
import type { InventoryState } from './use-inventory-state';

/** The view that the address names: one of the people's by id, or one that every workspace starts with by its key. */
export type Current = ({ own: View } | { builtIn: BuiltInView }) & { shown: Shown; name: string };

export function currentView(
  name: string | null,
  views: readonly View[],
  builtIn: readonly BuiltInView[],
): Current | null {
  const own = views.find(({ id }) => id === name);
  if (own) return { own, shown: own, name: own.name };
  const start = builtIn.find(({ key }) => key === name);
  return start ? { builtIn: start, shown: start, name: start.name } : null;
}

export function shownOf({ query, columns, sort, order }: InventoryState): Shown {
  return { query, columns: [...columns], sort, order };
}

/** Whether the page shows something else than the view holds. Spaces between conditions do not count. */
export function isEdited(shown: Shown, view: Shown): boolean {
  const key = ({ query, columns, sort, order }: Shown) =>
    JSON.stringify([query.trim().split(/\s+/).join(' '), columns, sort, order]);
  return key(shown) !== key(view);
}
