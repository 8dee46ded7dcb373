'use client';
import { useEffect, useState } from 'react';
import { type Completion, completeQuery, type Vocabulary } from '@/lib/query/complete';
import { FIELD_NAMES } from '@/lib/query/fields';
import { type Parsed, parseQuery } from '@/lib/query/parse';
import { type Known, resolveQuery } from '@/lib/query/resolve';
import type { Slot } from '@/lib/query/slot';
import type { Problem } from '@/lib/query/types';

const PAUSE_MS = 350;

export type DraftOptions = {
  /** The query that is asked, as the URL has it. */
  value: string;
  onCommit: (text: string) => void;
  vocabulary: Vocabulary;
  known: Known;
  /** What the API said of `value`. */
  refused: readonly Problem[];
};

/**
 * The text being written, which becomes the query by itself after a pause when it is words alone. A condition that is
 * still being written (`type:ro`) waits for Enter, for a suggestion that is taken, or for the field to be left.
 */
export function useQueryDraft({ value, onCommit, vocabulary, known, refused }: DraftOptions) {
  const [text, setText] = useState(value);
  const [cursor, setCursor] = useState(value.length);
  const [seen, setSeen] = useState(value);
  const [writing, setWriting] = useState(false);
  /** What was asked last from here: when the address follows, more may have been typed, which must not be lost. */
  const [asked, setAsked] = useState<string | null>(null);
  if (value !== seen) {
    setSeen(value);
    if (value !== asked) {
      setAsked(null);
      setText(value);
      setCursor(value.length);
      setWriting(false);
    }
  }
  const parsed: Parsed = parseQuery(text);
  const completion: Completion = completeQuery(text, cursor, vocabulary);
  const clear = resolveQuery(parsed, known).problems.length === 0;
  const free = isFree(completion.slot);
  useEffect(() => {
    if (!writing || !clear || !free || text.trim() === value) return;
    const timer = setTimeout(() => {
      setAsked(text.trim());
      onCommit(text.trim());
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [writing, clear, free, text, value, onCommit]);
  /** What the cursor is in is not held against who writes it. */
  const heard = parsed.problems.filter(({ from, to }) => !writing || cursor < from || cursor > to);
  return {
    text,
    cursor,
    setCursor,
    parsed,
    completion,
    problems: heard.length > 0 || text.trim() !== value ? heard : refused,
    write: (next: string, at: number) => {
      setText(next);
      setCursor(at);
      setWriting(true);
    },
    /** Asks what is written, unless it cannot be read; then it says why. */
    commit: (next: string = text) => {
      setText(next);
      setWriting(false);
      if (parseQuery(next).problems.length > 0) return false;
      if (next.trim() !== value) {
        setAsked(next.trim());
        onCommit(next.trim());
      }
      return true;
    },
  };
}

/** Words may be asked while they are written, but not what may yet become a field (`t`, `reg`). */
function isFree(slot: Slot): boolean {
  if (slot.kind === 'phrase') return true;
  if (slot.kind !== 'word') return false;
  const typed = slot.typed.toLowerCase();
  return typed === '' || (typed.length > 1 && !FIELD_NAMES.some((name) => name.startsWith(typed)));
}
