'use client';
import { useId } from 'react';
import { fromField, MOMENT_PRESETS, resolveMoment, toField } from '@/components/time/moment';
import { useNow } from '@/components/time/use-moment';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { absoluteUtc } from '@/lib/format/time';

export type MomentPickerProps = {
  /** "From", "As of". */
  label: string;
  /** A preset (`7d`), ISO 8601 UTC, or `` for now. */
  value: string;
  onChange: (value: string) => void;
  /** Offers "Now" (the empty value). */
  now?: boolean;
  /** Since when there is history: no earlier date can be chosen. */
  earliest?: string | null;
};

/** A moment of the past: presets in the browser's own list, or a date and time in UTC. All of it by keyboard. */
export function MomentPicker({ label, value, onChange, now: offersNow = false, earliest }: MomentPickerProps) {
  const id = useId();
  const now = useNow();
  const preset = value === '' ? 'now' : MOMENT_PRESETS.find((one) => one.value === value)?.value;
  const at = value === '' ? new Date(now).toISOString() : resolveMoment(value, now);
  const chosen = preset ?? 'at';
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-2">
      <label htmlFor={id} className="text-12 text-fg-3">
        {label}
      </label>
      <Select
        id={id}
        value={chosen}
        suppressHydrationWarning
        title={at ? absoluteUtc(at) : undefined}
        className="w-[150px]"
        onChange={(next) => onChange(next === 'now' ? '' : next === 'at' ? toMinute(at ?? '', now) : next)}
        options={[
          ...(offersNow ? [{ value: 'now' as const, label: 'Now' }] : []),
          ...MOMENT_PRESETS,
          { value: 'at' as const, label: 'Date and time' },
        ]}
      />
      {chosen === 'at' ? (
        <Input
          type="datetime-local"
          aria-label={`${label}, date and time in UTC`}
          defaultValue={at ? toField(at) : undefined}
          key={at}
          min={earliest ? toField(earliest) : undefined}
          max={toField(new Date(now).toISOString())}
          onBlur={(event) => commit(event.currentTarget.value)}
          onKeyDown={(event) => (event.key === 'Enter' ? commit(event.currentTarget.value) : undefined)}
          end={<span className="text-12 text-fg-3">UTC</span>}
          boxClassName="w-[236px]"
        />
      ) : null}
    </span>
  );

  /** Half a date is not a moment: what was chosen before stays. */
  function commit(field: string) {
    const next = fromField(field);
    if (next !== null && (!at || toField(at) !== field)) onChange(next);
  }
}

const toMinute = (at: string, now: number) => fromField(toField(at)) ?? new Date(now).toISOString();
