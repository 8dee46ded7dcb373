import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { parseThemeChoice, resolveTheme, THEME_SCRIPT } from '@/components/layout/theme';

/** Runs the script of the page's head in a world of its own and gives the theme it set. */
function themeOf(stored: string | null | 'denied', systemIsDark: boolean): string | undefined {
  const dataset: { theme?: string } = {};
  runInNewContext(THEME_SCRIPT, {
    matchMedia: () => ({ matches: systemIsDark, addEventListener: () => {} }),
    addEventListener: () => {},
    document: { documentElement: { dataset } },
    localStorage: {
      getItem() {
        if (stored === 'denied') throw new Error('SecurityError');
        return stored;
      },
    },
  });
  return dataset.theme;
}

test.each([
  ['light', true],
  ['dark', false],
  ['system', true],
  ['system', false],
  [null, true],
  ['purple', false],
] as const)('the script and the toggle agree on %s (system dark: %s)', (stored, dark) => {
  expect(themeOf(stored, dark)).toBe(resolveTheme(parseThemeChoice(stored), dark));
});

test('denied storage follows the system', () => {
  expect(themeOf('denied', true)).toBe('dark');
  expect(themeOf('denied', false)).toBe('light');
});
