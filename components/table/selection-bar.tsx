import type { Selection } from '@/components/table/types';
import { Button } from '@/components/ui/button';
import { linkClass } from '@/components/ui/link-class';
import { count } from '@/lib/format/number';

export type SelectionBarProps = { selection: Selection; onPage: number; onClear: () => void };

/** Takes the toolbar's place while something is selected. */
export function SelectionBar({ selection, onPage, onClear }: SelectionBarProps) {
  const { selected, all, onAllChange, matching, actions } = selection;
  const more = matching !== undefined && matching > selected.size && selected.size >= Math.min(onPage, 1);
  return (
    <div
      role="toolbar"
      aria-label="Selection"
      className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b bg-selected px-3 py-1 md:px-4"
    >
      <b className="font-semibold" role="status">
        {all ? `All ${count(matching ?? selected.size)} selected` : `${count(selected.size)} selected`}
      </b>
      {!all && more ? (
        <button type="button" className={`${linkClass} min-h-6 text-12`} onClick={() => onAllChange(true)}>
          Select all {count(matching)}
          <span className="hidden md:inline"> that match</span>
        </button>
      ) : null}
      <span className="ml-auto flex flex-wrap items-center gap-1">
        {actions}
        <Button size="sm" intent="ghost" keyCap="Esc" onClick={onClear}>
          Clear
        </Button>
      </span>
    </div>
  );
}
