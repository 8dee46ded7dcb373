'use client';
import { useEffect, useState } from 'react';
import { SearchBox } from '@/components/table/search-box';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { linkClass } from '@/components/ui/link-class';
import { Panel } from '@/components/ui/panel';
import { plural } from '@/lib/format/number';
import { Basics } from './basics';
import type { DescribedOperation } from './describe-operation';
import { OperationEntry } from './operation-entry';
import { ReferenceHeader } from './reference-header';

const anchor = (tag: string) => `tag-${tag.toLowerCase().replaceAll(' ', '-')}`;

/** All operations by tag, found by their id, path or words. A link to `#<operation>` opens it. */
export function ApiReference({ operations }: { operations: readonly DescribedOperation[] }) {
  const [search, setSearch] = useState('');
  const hash = useHash();
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = operations.filter(({ id, tag, method, path, summary }) => {
    const text = `${id} ${tag} ${method} ${path} ${summary}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const groups = [...Map.groupBy(shown, ({ tag }) => tag)];
  return (
    <>
      <ReferenceHeader />
      <div className="mx-auto grid max-w-[1280px] gap-8 px-3 pt-5 pb-24 md:px-6 lg:grid-cols-[180px_minmax(0,1fr)]">
        <nav aria-label="Groups" className="top-16 hidden content-start gap-1 self-start lg:sticky lg:grid">
          {groups.map(([tag, { length }]) => (
            <a
              key={tag}
              href={`#${anchor(tag)}`}
              className="flex gap-2 rounded-2 px-2 py-1 text-fg-2 hover:bg-hover hover:text-fg"
            >
              {tag}
              <span className="ml-auto text-12 text-fg-3 tabular-nums">{length}</span>
            </a>
          ))}
        </nav>
        <main className="grid min-w-0 content-start gap-6">
          <div>
            <h1>API reference</h1>
            <p className="mt-0.5 max-w-[80ch] text-fg-2">
              Everything the console does, it does by these {plural(operations.length, 'operation')}. The same as a
              machine reads it:{' '}
              <a href="/api/v1/openapi.json" className={linkClass}>
                OpenAPI 3.1
              </a>
              .
            </p>
          </div>
          <Basics />
          <div className="flex flex-wrap items-center gap-3">
            <SearchBox
              label="Search operations"
              placeholder="Operation, path or word"
              value={search}
              onSearch={setSearch}
              className="md:w-96"
            />
            <span role="status" className="text-12 text-fg-3">
              {words.length > 0 ? `${shown.length} of ${operations.length}` : plural(operations.length, 'operation')}
            </span>
          </div>
          {groups.map(([tag, members]) => (
            <Panel
              key={tag}
              flush
              title={
                <span id={anchor(tag)} className="scroll-mt-16">
                  {tag}
                </span>
              }
              fact={plural(members.length, 'operation')}
            >
              <div className="rows">
                {members.map((operation) => (
                  <OperationEntry key={operation.id} operation={operation} target={hash === operation.id} />
                ))}
              </div>
            </Panel>
          ))}
          {shown.length === 0 ? (
            <Panel label="Operations">
              <EmptyState title="No operation matches" action={<Button onClick={() => setSearch('')}>Show all</Button>}>
                Searched in ids, paths and summaries.
              </EmptyState>
            </Panel>
          ) : null}
        </main>
      </div>
    </>
  );
}

/** The operation that the address names; empty on the server and without one. */
function useHash(): string {
  const [hash, setHash] = useState('');
  useEffect(() => {
    const take = () => setHash(decodeURIComponent(location.hash.slice(1)));
    take();
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, []);
  return hash;
}
