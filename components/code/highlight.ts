import json from 'highlight.js/lib/languages/json';
import yaml from 'highlight.js/lib/languages/yaml';
import { createLowlight } from 'lowlight';
import { hcl } from '@/components/code/hcl';
import { shell } from '@/components/code/shell';

export type CodeLanguage = 'hcl' | 'json' | 'yaml' | 'bash' | 'text';

/** A run of characters of one colour; `className` is highlight.js's. */
export type CodeToken = { text: string; className?: string };
export type CodeLine = readonly CodeToken[];

const lowlight = createLowlight({ bash: shell, hcl, json, yaml });

/** What of a syntax tree is walked here: elements with classes, and texts (hast). */
type Node = { type: string; value?: string; children?: readonly Node[]; properties?: { className?: unknown } };

/** Lines of coloured tokens. The texts of all tokens, joined by newlines, are the source again. */
export function highlight(source: string, language: CodeLanguage): CodeLine[] {
  if (language === 'text') return source.split('\n').map((text) => (text ? [{ text }] : []));
  return toLines(lowlight.highlight(language, source) as Node);
}

function toLines(root: Node): CodeLine[] {
  const lines: CodeToken[][] = [[]];
  const walk = (node: Node, className: string | undefined): void => {
    if (node.type === 'text') {
      const [first = '', ...rest] = (node.value ?? '').split('\n');
      if (first) lines.at(-1)?.push({ text: first, className });
      for (const text of rest) lines.push(text ? [{ text, className }] : []);
    }
    const own = node.properties?.className;
    const inner = Array.isArray(own) ? own.join(' ') : className;
    for (const child of node.children ?? []) walk(child, inner);
  };
  walk(root, undefined);
  return lines;
}
