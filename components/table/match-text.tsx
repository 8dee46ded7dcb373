import { Fragment } from 'react';

/** Splits a text around what was searched for, whatever its case. An empty search matches nothing. */
export function matchParts(text: string, search: string): { text: string; match: boolean }[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return [{ text, match: false }];
  const lower = text.toLowerCase();
  // Lower-casing can change a text's length ("İ"); then positions would not fit, and nothing is marked.
  if (lower.length !== text.length) return [{ text, match: false }];
  const parts: { text: string; match: boolean }[] = [];
  let at = 0;
  for (let found = lower.indexOf(wanted); found >= 0; found = lower.indexOf(wanted, at)) {
    if (found > at) parts.push({ text: text.slice(at, found), match: false });
    at = found + wanted.length;
    parts.push({ text: text.slice(found, at), match: true });
  }
  if (at < text.length) parts.push({ text: text.slice(at), match: false });
  return parts;
}

/** A name with what was searched for underlined. */
export function MatchText({ text, search }: { text: string; search: string }) {
  let at = 0;
  return matchParts(text, search).map((part) => {
    const key = at;
    at += part.text.length;
    return part.match ? <mark key={key}>{part.text}</mark> : <Fragment key={key}>{part.text}</Fragment>;
  });
}
