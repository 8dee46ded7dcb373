'use client';
import { cn } from '@/components/ui/cn';
import { CopyButton } from '@/components/ui/copy-button';
import { splitArn } from '@/lib/format/arn';

export type ArnProps = {
  arn: string;
  /** Name of the copy button, "Copy role ARN". */
  label?: string;
  /** Breaks over lines at its parts instead of being cut with an ellipsis. */
  wrap?: boolean;
  className?: string;
};

/** An ARN: whole on hover, its name darker than its prefix, copied in one click. */
export function Arn({ arn, label = 'Copy ARN', wrap, className }: ArnProps) {
  const parts = splitArn(arn);
  return (
    <span className={cn('inline-flex max-w-full items-center gap-1', className)}>
      <span className={cn('mono min-w-0', wrap ? '[overflow-wrap:anywhere]' : 'truncate')} title={arn}>
        {parts ? (
          <>
            <span className="text-fg-2">
              arn:{parts.partition}:{parts.service}:{parts.region}:{wrap ? <wbr /> : null}
              {parts.account}:{wrap ? <wbr /> : null}
            </span>
            {parts.resource}
          </>
        ) : (
          arn
        )}
      </span>
      <CopyButton text={arn} label={label} size="xs" intent="ghost" />
    </span>
  );
}
