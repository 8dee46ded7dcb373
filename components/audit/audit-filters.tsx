'use client';
import { Field } from '@/components/form/field';
import { SearchBox } from '@/components/table/search-box';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { actionKinds } from './actions';

export type AuditFilterValues = { actor: string; action: string; target: string; from: string; to: string };

type AuditFiltersProps = {
  values: AuditFilterValues;
  kinds: readonly string[];
  onChange: (changes: Partial<AuditFilterValues>) => void;
  onClear: () => void;
};

/** Who, what, on whom, and in which days; what is set is in the URL. */
export function AuditFilters({ values, kinds, onChange, onClear }: AuditFiltersProps) {
  const some = Object.values(values).some((value) => value !== '');
  const known = kinds.some((kind) => kind === values.action) || values.action === '';
  return (
    <div className="mb-4 grid grid-cols-2 items-end gap-2 md:flex md:flex-wrap">
      <SearchBox
        label="Who"
        placeholder="Who, by name or id"
        value={values.actor}
        onSearch={(actor) => onChange({ actor })}
        className="col-span-2 md:w-56"
      />
      <SearchBox
        label="Target"
        placeholder="Target, by name or id"
        value={values.target}
        onSearch={(target) => onChange({ target })}
        slash={false}
        className="col-span-2 md:w-56"
      />
      <Select
        aria-label="What"
        value={values.action === '' ? 'all' : values.action}
        onChange={(action) => onChange({ action: action === 'all' ? '' : action })}
        options={[
          { value: 'all', label: 'Every action' },
          ...(known ? [] : [{ value: values.action, label: values.action }]),
          ...actionKinds(kinds),
        ]}
        className="col-span-2 md:w-44"
      />
      <Day label="From" value={values.from} max={values.to} onChange={(from) => onChange({ from })} />
      <Day label="To" value={values.to} min={values.from} onChange={(to) => onChange({ to })} />
      {some ? (
        <Button intent="ghost" onClick={onClear} className="col-span-2">
          Clear
        </Button>
      ) : null}
    </div>
  );
}

type DayProps = { label: string; value: string; min?: string; max?: string; onChange: (day: string) => void };

function Day({ label, value, min, max, onChange }: DayProps) {
  return (
    <Field label={label} className="min-w-0 gap-0.5 text-12 md:flex md:items-center md:gap-1.5">
      {(control) => (
        <Input
          {...control}
          type="date"
          title="Days in UTC"
          value={value}
          min={min}
          max={max}
          onChange={(event) => onChange(event.target.value)}
          boxClassName="min-w-0 md:w-36"
        />
      )}
    </Field>
  );
}
