'use client';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type JsonRow, type JsonValue, jsonRows, openPaths } from '@/components/code/json-tree';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { CopyButton } from '@/components/ui/copy-button';
import { Icon } from '@/components/ui/icon';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { plural } from '@/lib/format/number';

export type JsonViewProps = { label: string; value: JsonValue; depth?: number; className?: string };

/** JSON as a tree that opens and closes; copies as the whole text. */
export function JsonView({ label, value, depth = 2, className }: JsonViewProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => openPaths(value, depth));
  const rows = useMemo(() => jsonRows(value, open), [value, open]);
  const toggle = (path: string) => {
    const next = new Set(open);
    if (!next.delete(path)) next.add(path);
    setOpen(next);
  };
  return (
    <div className={cn('min-w-0', className)}>
      <div className="mb-2 flex justify-end gap-2">
        <Button size="sm" intent="ghost" onClick={() => setOpen(openPaths(value, 99, Number.POSITIVE_INFINITY))}>
          Open all
        </Button>
        <Button size="sm" intent="ghost" onClick={() => setOpen(openPaths(value, 0))}>
          Close all
        </Button>
        <CopyButton text={() => JSON.stringify(value, null, 2)} label={`Copy ${label}`}>
          Copy JSON
        </CopyButton>
      </div>
      <ScrollRegion label={label} className="code rounded-2 border border-line">
        <ul className="min-w-max py-3">
          {rows.map((row) => (
            <li
              key={row.path}
              className="flex h-5 items-center pr-4 hover:bg-hover"
              style={{ paddingLeft: 12 + row.depth * 16 }}
            >
              <Row row={row} open={open.has(row.path)} onToggle={() => toggle(row.path)} />
            </li>
          ))}
        </ul>
      </ScrollRegion>
    </div>
  );
}

function Row({ row, open, onToggle }: { row: JsonRow; open: boolean; onToggle: () => void }) {
  const { name, value, inside } = row;
  const label = name === null ? null : <span className="hljs-attr">{name}: </span>;
  if (inside === null) {
    return (
      <span className="pl-[18px] whitespace-pre">
        {label}
        <span className={CLASSES[typeof value]}>{JSON.stringify(value)}</span>
      </span>
    );
  }
  const list = Array.isArray(value);
  return (
    <button type="button" aria-expanded={open} onClick={onToggle} className="flex items-center whitespace-pre">
      <Icon as={open ? ChevronDown : ChevronRight} size="xs" className="mr-1.5 text-fg-3" />
      {label}
      <span className="text-fg-3">
        {list ? '[ ' : '{ '}
        {list ? plural(inside, 'item') : plural(inside, 'field')}
        {list ? ' ]' : ' }'}
      </span>
    </button>
  );
}

const CLASSES: Record<string, string> = {
  string: 'hljs-string',
  number: 'hljs-number',
  boolean: 'hljs-literal',
  object: 'hljs-literal',
};
