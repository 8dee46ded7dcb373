import type { ReactNode } from 'react';

export type Toast = {
  id: number;
  tone: 'success' | 'info' | 'danger';
  title: ReactNode;
  body?: ReactNode;
};

/** Milliseconds a toast stays. Errors stay until closed. */
export const TOAST_STAYS = { success: 6000, info: 6000, danger: Number.POSITIVE_INFINITY } as const satisfies Record<
  Toast['tone'],
  number
>;

const AT_MOST = 4;

/** Adds a toast; beyond four the oldest that is not an error goes first. */
export function withToast(toasts: readonly Toast[], added: Toast): readonly Toast[] {
  const all = [...toasts, added];
  if (all.length <= AT_MOST) return all;
  const quiet = all.findIndex((toast) => toast.tone !== 'danger' && toast.id !== added.id);
  return all.toSpliced(Math.max(0, quiet), 1);
}

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const tell of listeners) tell();
}

function show(tone: Toast['tone'], title: ReactNode, body?: ReactNode): number {
  lastId += 1;
  set(withToast(toasts, { id: lastId, tone, title, body }));
  return lastId;
}

/** For what the user started, and only that. Work in the background is told on its page. */
export const toast = {
  success: (title: ReactNode, body?: ReactNode) => show('success', title, body),
  info: (title: ReactNode, body?: ReactNode) => show('info', title, body),
  error: (title: ReactNode, body?: ReactNode) => show('danger', title, body),
  close: (id: number) => set(toasts.filter((shown) => shown.id !== id)),
};

export const toastStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: () => toasts,
};
