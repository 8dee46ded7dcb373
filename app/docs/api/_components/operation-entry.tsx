'use client';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { CodeBlock } from '@/components/code/code-block';
import { DefinitionList } from '@/components/ui/definition-list';
import { Icon } from '@/components/ui/icon';
import { linkClass } from '@/components/ui/link-class';
import type { DescribedOperation } from './describe-operation';
import { FieldTable } from './field-table';

/** One operation: a line that opens. What is inside is drawn when it opens: all of them at once are thousands of rows. */
export function OperationEntry({ operation, target }: { operation: DescribedOperation; target: boolean }) {
  const { id, method, path, summary } = operation;
  const [open, setOpen] = useState(false);
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (!target || !details.current) return;
    details.current.open = true;
    details.current.scrollIntoView({ block: 'start' });
  }, [target]);
  return (
    <details
      ref={details}
      id={id}
      className="group scroll-mt-14"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary className="grid cursor-pointer list-none grid-cols-[16px_52px_minmax(0,1fr)] items-baseline gap-x-2 px-3 py-2 hover:bg-hover focus-visible:-outline-offset-2 md:px-4 lg:grid-cols-[16px_52px_minmax(0,5fr)_minmax(0,4fr)]">
        <Icon as={ChevronRight} size="sm" className="self-center text-fg-3 group-open:rotate-90" />
        <span className="mono font-medium text-fg-2">{method}</span>
        <span className="mono min-w-0 [overflow-wrap:anywhere]">{path}</span>
        <span className="col-start-3 min-w-0 text-fg-2 lg:col-start-4">{summary}</span>
      </summary>
      {open ? <Inside operation={operation} /> : null}
    </details>
  );
}

function Inside({ operation }: { operation: DescribedOperation }) {
  const { id, description, permission, parameters, body, answer, example } = operation;
  return (
    <div className="grid min-w-0 gap-4 px-3 pt-1 pb-4 md:px-4 lg:pl-[40px]">
      {description ? <p className="max-w-[80ch] text-14">{description}</p> : null}
      <DefinitionList
        items={[
          {
            term: 'Operation',
            mono: true,
            value: (
              <a href={`#${id}`} className={linkClass}>
                {id}
              </a>
            ),
          },
          { term: 'Who may', value: permission, wrap: true },
        ]}
      />
      {parameters.length > 0 ? (
        <Part title="Parameters">
          <FieldTable
            label={`Parameters of ${id}`}
            rows={parameters.map((row) => ({ ...row, type: `${row.place}; ${row.type}` }))}
          />
        </Part>
      ) : null}
      {body ? (
        <Part title="Body">
          {body.rows.length > 0 ? <FieldTable label={`Body of ${id}`} rows={body.rows} /> : <p>{body.of}</p>}
        </Part>
      ) : null}
      <Part title={`Answer ${answer.status}`}>
        {answer.rows.length > 0 && answer.text === 'JSON' ? null : <p className="text-fg-2">{answer.text}.</p>}
        {answer.rows.length > 0 ? <FieldTable label={`Answer of ${id}`} rows={answer.rows} /> : null}
      </Part>
      <Part title="Example">
        <CodeBlock
          plain
          label={`Example of ${id}`}
          language="bash"
          code={example}
          className="rounded-2 border border-line"
        />
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid min-w-0 gap-1.5">
      <h3>{title}</h3>
      {children}
    </section>
  );
}
