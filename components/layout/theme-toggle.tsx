'use client';
import { Monitor, Moon, Sun, SunMoon } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { parseThemeChoice, resolveTheme, THEME_KEY, type ThemeChoice } from '@/components/layout/theme';
import { DropdownMenu } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';

const LOOKS = {
  light: { label: 'Light', icon: Sun },
  dark: { label: 'Dark', icon: Moon },
  system: { label: 'As the system', icon: Monitor },
} as const satisfies Record<ThemeChoice, { label: string; icon: typeof Sun }>;

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}

function read(): ThemeChoice {
  try {
    return parseThemeChoice(localStorage.getItem(THEME_KEY));
  } catch {
    return 'system';
  }
}

function choose(choice: ThemeChoice): void {
  const systemIsDark = matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = resolveTheme(choice, systemIsDark);
  try {
    if (choice === 'system') localStorage.removeItem(THEME_KEY);
    else localStorage.setItem(THEME_KEY, choice);
  } catch {
    // Storage is denied: the choice holds for this page.
  }
  for (const tell of listeners) tell();
}

/** Light, dark, or as the system; kept in the browser. */
export function ThemeToggle() {
  const current = useSyncExternalStore(subscribe, read, () => 'system' as const);
  const items = (['light', 'dark', 'system'] as const).map((choice) => ({
    id: choice,
    ...LOOKS[choice],
    checked: choice === current,
    onSelect: () => choose(choice),
  }));
  return (
    <DropdownMenu
      label="Theme"
      trigger={<IconButton label="Theme" icon={SunMoon} size="sm" tooltip={false} className="max-md:w-10" />}
      groups={[{ id: 'theme', items }]}
    />
  );
}
