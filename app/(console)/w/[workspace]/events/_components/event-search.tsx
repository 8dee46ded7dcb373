'use client';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { Input } from '@/components/ui/input';
import { KeyCap } from '@/components/ui/key-cap';
import { useShortcut } from '../../../../_components/use-shortcut';

/** A word becomes a filter on Enter, by what it looks like; then the box is free for the next. `/` focuses. */
export function EventSearch({ onWord }: { onWord: (word: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  useShortcut('/', () => input.current?.focus());
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      if (text === '') input.current?.blur();
      setText('');
    }
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onWord(text);
    setText('');
  };
  return (
    <Input
      ref={input}
      icon={Search}
      type="search"
      aria-label="Search events; Enter adds a filter"
      placeholder="Event, principal, key or address"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={press}
      end={text === '' ? <KeyCap>/</KeyCap> : <KeyCap>Enter</KeyCap>}
      boxClassName="w-full md:w-72"
      className="[&::-webkit-search-cancel-button]:hidden"
    />
  );
}
