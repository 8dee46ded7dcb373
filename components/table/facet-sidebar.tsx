'use client';
import { ListFilter } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { choiceCount, chosen, type Facet, type FacetChoice, shownValues, withToggled } from '@/components/table/facets';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import { Sheet } from '@/components/ui/sheet';
import { count } from '@/lib/format/number';

export type FacetsProps = {
  facets: readonly Facet[];
  choice: FacetChoice;
  onChange: (choice: FacetChoice) => void;
  /** How many filters narrow the list, where that is not how many are chosen. */
  on?: number;
  /** Filters of another kind, after these. */
  children?: ReactNode;
};

/** Filters beside a table, from 1024 px up; below, FacetSheetButton opens the same. */
export function FacetSidebar({ className, ...facets }: FacetsProps & { className?: string }) {
  return (
    <aside aria-label="Filters" className={cn('hidden content-start gap-5 lg:grid', className)}>
      <FacetList {...facets} />
    </aside>
  );
}

export function FacetSheetButton(facets: FacetsProps) {
  const [open, setOpen] = useState(false);
  const on = facets.on ?? choiceCount(facets.choice);
  return (
    <>
      <Button icon={ListFilter} className="lg:hidden" onClick={() => setOpen(true)}>
        Filters
        {on > 0 ? <Badge tone="accent">{on}</Badge> : null}
      </Button>
      <Sheet open={open} onOpenChange={setOpen} label="Filters" side="right">
        <div className="grid gap-5 p-4">
          <FacetList {...facets} />
          <Button intent="primary" onClick={() => setOpen(false)}>
            Show results
          </Button>
        </div>
      </Sheet>
    </>
  );
}

function FacetList({ facets, choice, onChange, children }: FacetsProps) {
  return (
    <>
      {facets.map((facet) => (
        <FacetGroup
          key={facet.id}
          facet={facet}
          choice={choice}
          onToggle={(value) => onChange(withToggled(choice, facet.id, value))}
        />
      ))}
      {children}
    </>
  );
}

const FIRST = 5;

function FacetGroup({
  facet,
  choice,
  onToggle,
}: {
  facet: Facet;
  choice: FacetChoice;
  onToggle: (value: string) => void;
}) {
  const [all, setAll] = useState(false);
  const base = useId();
  const shown = shownValues(facet, choice, all ? facet.values.length : FIRST);
  const hidden = facet.values.length - FIRST;
  if (shown.length === 0) return null;
  return (
    <fieldset>
      <legend className="mb-1.5 text-12 text-fg-3">{facet.label}</legend>
      <div className="grid grid-cols-1 gap-px">
        {shown.map(({ value, label = value, count: matching }) => (
          <label
            key={value}
            htmlFor={`${base}-${value}`}
            className={cn('flex h-10 items-center gap-2 lg:h-[26px]', matching === 0 && 'text-fg-3')}
          >
            <Checkbox
              id={`${base}-${value}`}
              checked={chosen(choice, facet.id, value)}
              onChange={() => onToggle(value)}
            />
            <span title={label} className={cn('min-w-0 truncate', facet.mono && 'mono')}>
              {label}
            </span>
            <span className="ml-auto text-12 text-fg-3 tabular-nums">{count(matching)}</span>
          </label>
        ))}
        {hidden > 0 ? (
          <button
            type="button"
            aria-expanded={all}
            onClick={() => setAll(!all)}
            className="h-6 pl-6 text-left text-12 text-fg-3 hover:text-fg"
          >
            {all ? 'fewer' : `${hidden} more`}
          </button>
        ) : null}
      </div>
    </fieldset>
  );
}
