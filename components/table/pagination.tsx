import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { KeysetPage } from '@/components/table/types';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';

const WORDS = {
  time: {
    previous: 'Newer',
    next: 'Older',
    noPrevious: 'These are the newest',
    noNext: 'There are no older ones',
  },
  order: { previous: 'Previous', next: 'Next', noPrevious: 'These are the first', noNext: 'These are the last' },
} as const;

/** The count of what matches, with Newer and Older where there is more than one page. `label` is what is listed. */
export function Pagination({ label, ...page }: KeysetPage & { label?: string }) {
  const { summary, hasPrevious, hasNext, onPrevious, onNext } = page;
  const words = WORDS[page.along ?? 'time'];
  return (
    <>
      <span role="status">{summary}</span>
      {hasPrevious || hasNext ? (
        <nav aria-label={label ? `Pages of ${label}` : 'Pages'} className="ml-auto flex items-center gap-2">
          <Button size="sm" icon={ChevronLeft} onClick={onPrevious} disabledReason={!hasPrevious && words.noPrevious}>
            {words.previous}
          </Button>
          <Button size="sm" onClick={onNext} disabledReason={!hasNext && words.noNext}>
            {words.next}
            <Icon as={ChevronRight} size="sm" className="text-fg-3" />
          </Button>
        </nav>
      ) : null}
    </>
  );
}
