'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { toast } from '@/components/ui/toast-store';
import { read } from '@/lib/client/queries';
import type { Shown, View } from '@/lib/schemas/view';
import { useMay, useWorkspaceId } from '../../../../_components/session';
import { useOperation } from '../../../../_components/use-operation';
import type { InventoryState } from './use-inventory-state';
import { currentView, isEdited, shownOf } from './view-state';

/** Views that one sees, the one that is shown, and what can be done with it. */
export function useViews(state: InventoryState) {
  const params = { workspaceId: useWorkspaceId() };
  const mayShare = useMay('view:write');
  const { data } = useQuery({ ...read('views.list', { params }), staleTime: 60_000 });
  const views = data?.views ?? [];
  const builtIn = data?.builtIn ?? [];
  const shown = shownOf(state);
  const current = currentView(state.view, views, builtIn);
  const stale = ['views.list'] as const;
  const create = useOperation('views.create', {
    stale,
    onSuccess: (view) => {
      state.show(view.id, view);
      toast.success(`Saved ${view.name}`, view.shared ? 'Everybody in the workspace sees it.' : 'Only you see it.');
    },
  });
  const update = useOperation('views.update', { stale, onSuccess: (view) => toast.success(`Updated ${view.name}`) });
  const remove = useOperation('views.remove', {
    stale,
    onSuccess: () => state.show(null, EVERYTHING),
  });
  useOpened(state, current?.shown);
  return {
    views,
    builtIn,
    current,
    /** Shows something else than the view, or than everything where there is none. */
    edited: isEdited(shown, current?.shown ?? EVERYTHING),
    /** Whether this view may be changed by who looks at it. */
    mayChange: (view: View) => !view.shared || mayShare,
    create,
    update,
    remove,
    save: (name: string, shared: boolean, done: () => void) =>
      create.mutate({ params, body: { ...shown, name, shared } }, { onSuccess: done }),
    updateShown: (view: View) =>
      update.mutate(
        { params: { ...params, viewId: view.id }, body: { ...shown, version: view.version } },
        { onError: (error) => toast.error(`${view.name} was not updated`, error.message) },
      ),
    rename: (view: View, name: string, shared: boolean, done: () => void) =>
      update.mutate(
        {
          params: { ...params, viewId: view.id },
          body: { name, version: view.version, ...(shared === view.shared ? {} : { shared }) },
        },
        { onSuccess: done },
      ),
    removeView: (view: View, done: () => void) =>
      remove.mutate({ params: { ...params, viewId: view.id } }, { onSuccess: done }),
  };
}

const EVERYTHING: Shown = { query: '', columns: [], sort: 'name', order: 'asc' };

export type Views = ReturnType<typeof useViews>;

/** An address that names a view and nothing else (`?view=…`) shows that view, once; from then on the address says all. */
function useOpened(state: InventoryState, shown: Parameters<InventoryState['show']>[1] | undefined): void {
  const bare = useRef(state.bare && state.view !== null);
  useEffect(() => {
    if (!bare.current || !shown) return;
    bare.current = false;
    state.show(state.view, shown);
  }, [state, shown]);
}
