'use client';
import { useCallback, useEffect, useState } from 'react';

/** Copies text and says for 1.6 s that it did. On plain-http hosts, where the clipboard API is missing, a selection is copied. */
export function useCopy(): { copied: boolean; copy: (text: string) => Promise<void> } {
  const [copiedAt, setCopiedAt] = useState(0);
  useEffect(() => {
    if (!copiedAt) return;
    const timer = setTimeout(() => setCopiedAt(0), 1600);
    return () => clearTimeout(timer);
  }, [copiedAt]);
  const copy = useCallback(async (text: string) => {
    if (await write(text)) setCopiedAt(Date.now());
  }, []);
  return { copied: copiedAt > 0, copy };
}

async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'sr-only';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
