import { type ReactNode, useId } from 'react';
import { cn } from '@/components/ui/cn';

export type PanelProps = {
  title?: ReactNode;
  /** A grey fact beside the title. */
  fact?: ReactNode;
  /** At the right of the head: one action, a segment, a link, a time. */
  end?: ReactNode;
  /** Before the title: a live dot. */
  mark?: ReactNode;
  /** Without padding, for tables and lists that reach the edges. */
  flush?: boolean;
  /** Name for screen readers when there is no title. */
  label?: string;
  className?: string;
  bodyClassName?: string;
  footer?: ReactNode;
  children?: ReactNode;
};

/** A surface with one left edge: title, grey fact, action at the right. Never inside another panel. */
export function Panel(props: PanelProps) {
  const { title, fact, end, mark, flush, label, className, bodyClassName, footer, children } = props;
  const titleId = useId();
  return (
    <section
      aria-label={title ? undefined : label}
      aria-labelledby={title ? titleId : undefined}
      className={cn('min-w-0 overflow-clip rounded-3 border border-line bg-surface', className)}
    >
      {title ? (
        <header className="flex min-h-11 flex-wrap items-center gap-x-2 border-line border-b px-3 py-2 md:flex-nowrap md:px-4 md:py-1.5">
          {mark}
          <h2 id={titleId} className="whitespace-nowrap">
            {title}
          </h2>
          {fact ? (
            <span className="order-3 min-w-0 basis-full text-12 text-fg-3 md:order-none md:basis-auto md:truncate">
              {fact}
            </span>
          ) : null}
          {end ? <span className="ml-auto flex shrink-0 items-center gap-2 text-12 text-fg-3">{end}</span> : null}
        </header>
      ) : null}
      <div className={cn(!flush && 'p-3 md:p-4', bodyClassName)}>{children}</div>
      {footer ? (
        <footer className="flex min-h-10 items-center gap-3 border-line border-t px-3 py-1.5 text-12 text-fg-3 md:px-4">
          {footer}
        </footer>
      ) : null}
    </section>
  );
}
