import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { KeysetPage } from '@/components/table/types';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';

/** Newer and Older, with the count of what matches. */
export function Pagination({ summary, hasPrevious, hasNext, onPrevious, onNext }: KeysetPage) {
  return (
    <>
      <span role="status">{summary}</span>
      <nav aria-label="Pages" className="ml-auto flex items-center gap-2">
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
    </>
  );
}
