'use client';
import { type RefObject, useEffect, useEffectEvent, useState } from 'react';
import { keysAreTaken, tableKey } from '@/components/table/keyboard';

export type TableKeysOptions = {
  enabled: boolean;
  rows: number;
  hasSelection: boolean;
  root: RefObject<HTMLElement | null>;
  onOpen: (index: number) => void;
  onToggle: (index: number) => void;
  onClear: () => void;
};

/** J K Enter X Esc for the page's table. The cursor moves the focus to the row's link, so Enter and Ctrl Enter are the browser's. */
export function useTableKeys(options: TableKeysOptions): { cursor: number; setCursor: (cursor: number) => void } {
  const { enabled, rows, hasSelection, root, onOpen, onToggle, onClear } = options;
  const [at, setCursor] = useState(-1);
  const cursor = at < rows ? at : -1;
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || keysAreTaken(event.target)) return;
    const action = tableKey(event, cursor, rows, hasSelection);
    if (!action) return;
    if (action.do === 'open') {
      const focused = document.activeElement;
      if (focused?.matches('a, button, [role="checkbox"]')) return;
      onOpen(cursor);
    } else if (action.do === 'move') {
      setCursor(action.cursor);
      focusRow(root.current, action.cursor);
    } else if (action.do === 'toggle') onToggle(cursor);
    else if (action.do === 'clear') onClear();
    else setCursor(-1);
    event.preventDefault();
  });
  useEffect(() => {
    if (!enabled) return;
    const listen = (event: KeyboardEvent) => press(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [enabled]);
  return { cursor, setCursor };
}

/** Focus goes to the row's link, so that Enter is the browser's. */
function focusRow(root: HTMLElement | null, index: number): void {
  const row = root?.querySelectorAll<HTMLElement>('[data-row]')[index];
  const target = row?.querySelector<HTMLElement>('a[href], button[data-open]') ?? row;
  target?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: 'nearest' });
}
