'use client';
import { History } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import { popClass } from '@/components/ui/menu-class';
import { count } from '@/lib/format/number';
import type { Suggestion } from '@/lib/query/complete';

/** One line of the list: something to insert, or a query asked before that takes the place of all. */
export type Offer = { id: string; suggestion: Suggestion } | { id: string; recent: string };

export type SuggestionListProps = {
  id: string;
  offers: readonly Offer[];
  active: number;
  onActive: (index: number) => void;
  onPick: (offer: Offer) => void;
};

/** Lines below the query, each with its count under the other conditions. The focus stays in the field. */
export function SuggestionList({ id, offers, active, onActive, onPick }: SuggestionListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-at="${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label="Suggestions"
      className={cn(popClass, 'absolute inset-x-0 top-full mt-1 max-h-[340px] overflow-y-auto')}
    >
      {offers.map((offer, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the focus and its keys
        // biome-ignore lint/a11y/useFocusableInteractive: options of a combobox are reached by aria-activedescendant
        <div
          key={offer.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          data-at={index}
          onMouseMove={() => onActive(index)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(offer)}
          className={cn(
            'flex h-10 cursor-pointer items-center gap-2.5 rounded-2 px-2 md:h-8',
            index === active && 'bg-selected',
          )}
        >
          {'recent' in offer ? (
            <>
              <Icon as={History} size="sm" className="text-fg-3" />
              <span className="mono min-w-0 truncate">{offer.recent}</span>
              <span className="ml-auto text-12 whitespace-nowrap text-fg-3">asked before</span>
            </>
          ) : (
            <>
              <span className="mono min-w-0 shrink-0 truncate max-md:max-w-[70%]">{offer.suggestion.label}</span>
              <span className="min-w-0 truncate text-12 text-fg-3">{offer.suggestion.detail}</span>
              {offer.suggestion.count === undefined ? null : (
                <span className="ml-auto text-12 text-fg-3 tabular-nums">{count(offer.suggestion.count)}</span>
              )}
            </>
          )}
        </div>
      ))}
    </div>
  );
}
