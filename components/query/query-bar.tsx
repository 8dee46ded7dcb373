'use client';
import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { QueryMirror } from '@/components/query/query-mirror';
import { type Offer, SuggestionList } from '@/components/query/suggestion-list';
import { type DraftOptions, useQueryDraft } from '@/components/query/use-query-draft';
import { useRecentQueries } from '@/components/query/use-recent-queries';
import { keysAreTaken } from '@/components/table/keyboard';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { fieldBox } from '@/components/ui/input';
import { KeyCap } from '@/components/ui/key-cap';
import type { Slot } from '@/lib/query/slot';

export type QueryBarProps = DraftOptions & {
  /** "Search the inventory". */
  label: string;
  placeholder?: string;
  /** Under which the browser keeps what was asked before. */
  storageKey: string;
  /** What is being written, so that its values can be loaded (of a tag). */
  onSlot?: (slot: Slot | null) => void;
  className?: string;
};

/** One field that takes the query language. `/` focuses; arrows choose, Tab or Enter takes, Enter asks, Esc closes, then clears. */
export function QueryBar(props: QueryBarProps) {
  const { label, placeholder, storageKey, onSlot, className } = props;
  const draft = useQueryDraft(props);
  const { recent, remember } = useRecentQueries(storageKey);
  const { text, completion, problems } = draft;
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [scrolled, setScrolled] = useState(0);
  const caret = useRef<number | null>(null);

  const offers: Offer[] = [
    ...(text.trim() === '' ? recent.map((query) => ({ id: `recent ${query}`, recent: query })) : []),
    ...completion.suggestions.map((suggestion) => ({ id: `${suggestion.kind} ${suggestion.insert}`, suggestion })),
  ];
  const shown = open && offers.length > 0;
  const at = active < offers.length ? active : -1;

  useEffect(() => {
    const place = caret.current;
    if (place === null) return;
    caret.current = null;
    input.current?.setSelectionRange(place, place);
  });
  const slot = open ? completion.slot : null;
  const slotKey = slot?.kind === 'value' ? `value ${slot.field} ${slot.key} ${slot.typed}` : (slot?.kind ?? '');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the slot is told when what is written has changed
  useEffect(() => onSlot?.(slot), [slotKey]);
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || keysAreTaken(event.target)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);

  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const ask = (next = text) => {
    close();
    if (draft.commit(next)) remember(next);
  };
  const pick = (offer: Offer) => {
    if ('recent' in offer) return ask(offer.recent);
    const { kind, insert } = offer.suggestion;
    const { from, to } = completion;
    const ends = kind === 'value' || (kind === 'key' && !insert.endsWith('='));
    const after = text.slice(to);
    const put = ends && !/^\s/.test(after) ? `${insert} ` : insert;
    const next = text.slice(0, from) + put + after;
    const place = from + put.length;
    caret.current = place;
    draft.write(next, place);
    setActive(-1);
    setOpen(!ends);
    if (ends) ask(next);
    caret.current = place;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const chosen = offers[at];
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        if (offers.length === 0) return;
        event.preventDefault();
        setOpen(true);
        const step = event.key === 'ArrowDown' ? 1 : -1;
        const from = at < 0 && step < 0 ? 0 : at;
        setActive(shown ? (from + step + offers.length) % offers.length : step > 0 ? 0 : offers.length - 1);
        return;
      }
      case 'Enter':
        event.preventDefault();
        if (shown && chosen) pick(chosen);
        else ask();
        return;
      case 'Tab': {
        // With nothing typed and nothing chosen Tab leaves the field, as everywhere.
        const first = chosen ?? (shown && text.trim() !== props.value ? offers[0] : undefined);
        if (!shown || !first || event.shiftKey) return;
        event.preventDefault();
        pick(first);
        return;
      }
      case 'Escape':
        event.preventDefault();
        if (shown) close();
        else if (text === '') input.current?.blur();
        else ask('');
    }
  };
  return (
    <div className={cn('relative min-w-0', className)}>
      <span className={cn(fieldBox, 'h-11 pr-1 pl-2.5 md:h-8')}>
        <Icon as={Search} size="sm" className="text-fg-3" />
        <span className="relative flex h-full min-w-0 flex-1 items-center">
          <QueryMirror text={text} parsed={draft.parsed} problems={problems} scrolled={scrolled} />
          <input
            ref={input}
            role="combobox"
            aria-label={label}
            aria-expanded={shown}
            aria-controls={shown ? id : undefined}
            aria-activedescendant={shown && at >= 0 ? `${id}-${at}` : undefined}
            aria-autocomplete="list"
            aria-invalid={problems.length > 0 || undefined}
            aria-describedby={problems.length > 0 ? `${id}-problems` : undefined}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            placeholder={placeholder}
            value={text}
            onChange={({ target }) => {
              draft.write(target.value, target.selectionStart ?? target.value.length);
              setOpen(true);
              setActive(-1);
            }}
            onSelect={({ currentTarget }) =>
              draft.setCursor(currentTarget.selectionStart ?? currentTarget.value.length)
            }
            onScroll={({ currentTarget }) => setScrolled(currentTarget.scrollLeft)}
            onClick={() => setOpen(true)}
            onBlur={() => {
              close();
              if (text.trim() !== props.value) ask();
            }}
            onKeyDown={onKeyDown}
            className="relative h-full w-full min-w-0 bg-transparent outline-none placeholder:text-fg-3 max-md:text-[16px]"
          />
        </span>
        {text === '' ? (
          <span className="pr-1.5">
            <KeyCap>/</KeyCap>
          </span>
        ) : (
          <IconButton label="Clear the search" icon={X} size="xs" tooltip={false} onClick={() => ask('')} />
        )}
      </span>
      {shown ? (
        <SuggestionList id={id} offers={offers} active={at} onActive={setActive} onPick={pick} />
      ) : problems.length > 0 ? (
        <ul id={`${id}-problems`} aria-live="polite" className="mt-1.5 grid gap-0.5 text-12">
          {problems.slice(0, 3).map(({ from, message, fix }) => (
            <li key={`${from} ${message}`}>
              <span className="text-danger-text">{message}</span> <span className="text-fg-2">{fix}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
