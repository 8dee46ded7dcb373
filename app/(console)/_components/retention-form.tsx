'use client';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Field } from '@/components/form/field';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Panel } from '@/components/ui/panel';
import { plural } from '@/lib/format/number';
import { useMay } from './session';

type Props = {
  title: string;
  /** Days it is kept now. */
  days: number;
  /** What may be typed, in whole days. */
  bounds: { min: number; max: number };
  /** What goes, when, and what stays. */
  children: ReactNode;
  busy: boolean;
  error: string | undefined;
  /** Calls `saved` when it is kept so long. */
  onKeep: (days: number, saved: () => void) => void;
};

/** How long something is kept; an admin may change it. */
export function RetentionForm({ title, days, bounds, children, busy, error, onKeep }: Props) {
  const may = useMay('workspace:update');
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? String(days);
  const wanted = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  const fits = wanted >= bounds.min && wanted <= bounds.max;
  const wrong = fits ? undefined : `A whole number from ${bounds.min} to ${bounds.max}.`;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fits) onKeep(wanted, () => setTyped(null));
  };
  return (
    <Panel title={title} fact={plural(days, 'day')}>
      <p className="max-w-[72ch] text-fg-2">{children}</p>
      {may ? (
        <form onSubmit={submit} className="mt-3 flex flex-wrap items-end gap-3">
          <Field label="Days" error={wrong ?? error}>
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={text}
                onChange={(event) => setTyped(event.currentTarget.value)}
                boxClassName="w-[120px]"
              />
            )}
          </Field>
          <Button
            type="submit"
            busy={busy && 'Saving'}
            disabledReason={wanted === days ? 'This is how long it is kept.' : undefined}
          >
            Keep this long
          </Button>
        </form>
      ) : null}
    </Panel>
  );
}
