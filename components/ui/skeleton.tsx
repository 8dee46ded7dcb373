'use client';
import { type ReactNode, useEffect, useState } from 'react';
import { cn } from '@/components/ui/cn';

/** True once `millis` have passed: what loads faster than 200 ms never flashes a skeleton. */
export function useLate(millis = 200): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), millis);
    return () => clearTimeout(timer);
  }, [millis]);
  return late;
}

/** A bar in place of a text. */
export function SkeletonBar({ className }: { className?: string }) {
  return <span aria-hidden className={cn('block h-3 animate-breathe rounded-1 bg-line', className)} />;
}

/** Shows its children only when loading takes longer than 200 ms; keeps their place meanwhile. */
export function AfterDelay({ children }: { children: ReactNode }) {
  const late = useLate();
  return <div className={late ? undefined : 'invisible'}>{children}</div>;
}

const WIDTHS = ['w-[62%]', 'w-[48%]', 'w-[70%]', 'w-[55%]'] as const;

/** Rows of bars for panels that are read. */
export function SkeletonRows({ rows = 4, label = 'Loading' }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label}>
      <AfterDelay>
        <div className="rows">
          {Array.from({ length: rows }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of bars have no identity
            <div key={index} className="flex h-9 items-center px-4">
              <SkeletonBar className={WIDTHS[index % WIDTHS.length]} />
            </div>
          ))}
        </div>
      </AfterDelay>
    </div>
  );
}
