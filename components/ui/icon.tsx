import type { LucideIcon } from 'lucide-react';
import { cn } from '@/components/ui/cn';

const SIZES = {
  md: 'size-4 [stroke-width:1.75]',
  sm: 'size-3.5 [stroke-width:1.75]',
  xs: 'size-3 [stroke-width:2.25]',
} as const;

export type IconProps = { as: LucideIcon; size?: keyof typeof SIZES; spin?: boolean; className?: string };

/** A mark beside words: hidden from screen readers, which read the words. 16 px; `sm` 14 in controls, `xs` 12 in badges. */
export function Icon({ as: Shape, size = 'md', spin, className }: IconProps) {
  return <Shape aria-hidden className={cn('inline-block shrink-0', SIZES[size], spin && 'animate-spin', className)} />;
}
