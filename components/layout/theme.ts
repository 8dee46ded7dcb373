export type ThemeChoice = 'light' | 'dark' | 'system';
export type Theme = 'light' | 'dark';

export const THEME_CHOICES = ['light', 'dark', 'system'] as const satisfies readonly ThemeChoice[];
export const THEME_KEY = 'mooring-theme';

/** What is stored, as a choice; anything unknown (or nothing) follows the system. */
export function parseThemeChoice(stored: string | null): ThemeChoice {
  return THEME_CHOICES.find((choice) => choice === stored) ?? 'system';
}

export function resolveTheme(choice: ThemeChoice, systemIsDark: boolean): Theme {
  if (choice === 'system') return systemIsDark ? 'dark' : 'light';
  return choice;
}

/**
 * Runs before the first paint. Storage can be denied (private windows), hence the try.
 * Also follows the system's change while no choice is stored.
 */
export const THEME_SCRIPT = `(()=>{var q=matchMedia("(prefers-color-scheme: dark)");
var set=function(){var c=null;try{c=localStorage.getItem("${THEME_KEY}")}catch(e){}
document.documentElement.dataset.theme=c==="light"||c==="dark"?c:q.matches?"dark":"light"};
set();q.addEventListener("change",set);addEventListener("storage",set)})()`;
