'use client';
import { OctagonAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { useCopy } from '@/components/ui/use-copy';

export type ErrorStateProps = {
  /** What happened: "The inventory could not be read". */
  title: ReactNode;
  /** What still holds and what to do. */
  children?: ReactNode;
  requestId?: string;
  onRetry?: () => void;
  retrying?: boolean;
  className?: string;
};

/** In place of content that could not be read. The request id is what support asks for. */
export function ErrorState({ title, children, requestId, onRetry, retrying, className }: ErrorStateProps) {
  const { copied, copy } = useCopy();
  const action = (
    <>
      {onRetry ? (
        <Button size="sm" onClick={onRetry} busy={retrying && 'Trying'}>
          Try again
        </Button>
      ) : null}
      {requestId ? (
        <Button size="sm" intent="ghost" onClick={() => copy(requestId)}>
          {copied ? 'Copied' : 'Copy request id'}
          <code className="max-w-40 truncate font-normal text-fg-3">{requestId}</code>
        </Button>
      ) : null}
    </>
  );
  return (
    <div role="alert">
      <EmptyState tone="danger" icon={OctagonAlert} title={title} action={action} className={className}>
        {children}
      </EmptyState>
    </div>
  );
}
