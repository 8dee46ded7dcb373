import { cn } from '@/components/ui/cn';
import type { Tone } from '@/components/ui/tone';

export type ProgressBarProps = {
  /** What is counted, "Scopes done". */
  label: string;
  done: number;
  total: number;
  tone?: Tone;
  className?: string;
};

/** Progress that is measured, never guessed: without a total, say what is being done instead. */
export function ProgressBar({ label, done, total, tone = 'accent', className }: ProgressBarProps) {
  const share = total > 0 ? Math.min(100, (done / total) * 100) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
      aria-valuetext={`${done} of ${total}`}
      data-tone={tone}
      className={cn('h-1.5 overflow-hidden rounded-full bg-line', className)}
    >
      <span className="block h-full bg-tone transition-[width] duration-(--d-3)" style={{ width: `${share}%` }} />
    </div>
  );
}

export type ShareBarProps = { label: string; parts: readonly { tone: Tone; value: number }[]; total: number };

/** Shares of a whole side by side: passed, failed, and the rest open. */
export function ShareBar({ label, parts, total }: ShareBarProps) {
  return (
    <div role="img" aria-label={label} className="flex h-1.5 overflow-hidden rounded-full bg-line">
      {parts.map(({ tone, value }) => (
        <span
          key={tone}
          data-tone={tone}
          className="block h-full bg-tone"
          style={{ width: `${total > 0 ? (value / total) * 100 : 0}%` }}
        />
      ))}
    </div>
  );
}
