'use client';
import { useEffect, useEffectEvent } from 'react';
import { keysAreTaken } from '@/components/table/keyboard';

/** One key of a page, such as R for run now; silent while keys belong to a field, a dialog or a menu. */
export function useShortcut(key: string, act: () => void, enabled = true): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== key || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.repeat || keysAreTaken(event.target)) return;
    // Space presses the button that has the focus.
    if (key === ' ' && event.target instanceof Element && event.target.closest('a, button, [role]')) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    if (!enabled) return;
    const listen = (event: KeyboardEvent) => press(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [enabled]);
}
