'use client';
import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

export type Tab<V extends string> = { value: V; label: ReactNode; count?: ReactNode; content?: ReactNode };

export const tabListClass = 'flex gap-5 overflow-x-auto border-line border-b [scrollbar-width:none]';
export const tabClass =
  'border-b-2 border-transparent pt-2 pb-[9px] font-medium whitespace-nowrap text-fg-2 hover:text-fg focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:text-fg aria-[current=page]:border-accent aria-[current=page]:text-fg';

export type TabsProps<V extends string> = {
  label: string;
  value: V;
  onChange: (value: V) => void;
  tabs: readonly Tab<V>[];
  mono?: boolean;
  /** `bare` draws no line under it, for a panel's head. */
  bare?: boolean;
  className?: string;
  contentClassName?: string;
};

/** Switches a page's part. Arrow keys move. For parts with a URL of their own use layout/tab-links. */
export function Tabs<V extends string>(props: TabsProps<V>) {
  const { label, value, onChange, tabs, mono, bare, className, contentClassName } = props;
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as V)}>
      <Radix.List aria-label={label} className={cn(tabListClass, bare && 'border-b-0', mono && 'mono', className)}>
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.value} value={tab.value} className={tabClass}>
            {tab.label}
            {tab.count === undefined ? null : <small className="ml-1.5 text-12 text-fg-3">{tab.count}</small>}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} tabIndex={-1} className={cn('outline-none', contentClassName)}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
