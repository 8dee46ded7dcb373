import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { KeysetPage } from '@/components/table/types';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';

/** The count of what matches, with Newer and Older where there is more than one page. `label` is what is listed. */
export function Pagination({ label, ...page }: KeysetPage & { label?: string }) {
  const { summary, hasPrevious, hasNext, onPrevious, onNext } = page;
  return (
    <>
      <span role="status">{summary}</span>
      {hasPrevious || hasNext ? (
        <nav aria-label={label ? `Pages of ${label}` : 'Pages'} className="ml-auto flex items-center gap-2">
          <Button
            size="sm"
            icon={ChevronLeft}
            onClick={onPrevious}
            disabledReason={!hasPrevious && 'These are the newest'}
          >
            Newer
          </Button>
          <Button size="sm" onClick={onNext} disabledReason={!hasNext && 'There are no older ones'}>
            Older
            <Icon as={ChevronRight} size="sm" className="text-fg-3" />
          </Button>
        </nav>
      ) : null}
    </>
  );
}
