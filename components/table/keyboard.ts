export type TableKey =
  | { do: 'move'; cursor: number }
  | { do: 'open' }
  | { do: 'toggle' }
  | { do: 'leave' }
  | { do: 'clear' }
  | null;

export type KeyPress = { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean };

/** What a key does to a table of `rows` rows whose cursor is at `cursor` (-1: nowhere). J and K stop at the ends. */
export function tableKey(press: KeyPress, cursor: number, rows: number, hasSelection: boolean): TableKey {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  switch (press.key) {
    case 'j':
    case 'J':
      return rows === 0 ? null : { do: 'move', cursor: Math.min(rows - 1, cursor + 1) };
    case 'k':
    case 'K':
      return rows === 0 ? null : { do: 'move', cursor: cursor < 0 ? rows - 1 : Math.max(0, cursor - 1) };
    case 'Enter':
      return cursor < 0 ? null : { do: 'open' };
    case 'x':
    case 'X':
      return cursor < 0 ? null : { do: 'toggle' };
    case 'Escape':
      if (hasSelection) return { do: 'clear' };
      return cursor < 0 ? null : { do: 'leave' };
    default:
      return null;
  }
}

/** True while keys belong to something else: a field being typed in, an open dialog, menu or list. */
export function keysAreTaken(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable="true"]')) return true;
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null;
}
