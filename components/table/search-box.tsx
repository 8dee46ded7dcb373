'use client';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { keysAreTaken } from '@/components/table/keyboard';
import { cn } from '@/components/ui/cn';
import { Input } from '@/components/ui/input';
import { KeyCap } from '@/components/ui/key-cap';

export type SearchBoxProps = {
  /** "Search the inventory". */
  label: string;
  /** What can be searched for: "Name, account or role ARN". */
  placeholder?: string;
  value: string;
  /** Called 200 ms after the last key, and at once on Enter and on clearing. */
  onSearch: (value: string) => void;
  /** `/` focuses it; off for a second box of a page. */
  slash?: boolean;
  className?: string;
};

/** `/` focuses, Esc clears and then leaves. */
export function SearchBox({ label, placeholder, value, onSearch, slash = true, className }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    setText(value);
  }
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onSearch(text), 200);
    return () => clearTimeout(timer);
  }, [text, value, onSearch]);
  useEffect(() => {
    if (!slash) return;
    const listen = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || keysAreTaken(event.target)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [slash]);
  return (
    <Input
      ref={input}
      icon={Search}
      type="search"
      aria-label={label}
      placeholder={placeholder}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onSearch(text);
        if (event.key !== 'Escape') return;
        event.preventDefault();
        if (text === '') input.current?.blur();
        setText('');
        onSearch('');
      }}
      end={slash ? <KeyCap>/</KeyCap> : null}
      boxClassName={cn('w-full md:w-72', className)}
      className="[&::-webkit-search-cancel-button]:hidden"
    />
  );
}
