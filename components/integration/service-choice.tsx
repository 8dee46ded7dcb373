'use client';
import { CheckboxField } from '@/components/ui/checkbox';
import { RadioCards } from '@/components/ui/radio-cards';
import type { CollectedService } from '@/lib/schemas/integration';

export type ServiceChoiceProps = {
  /** All that can be chosen; undefined while they are not known yet. */
  services: readonly CollectedService[] | undefined;
  /** Undefined for all, those of later versions too. */
  value: readonly string[] | undefined;
  onChange: (value: CollectedService['service'][] | undefined) => void;
  onBlur?: () => void;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
};

const LABEL = 'What is scanned';

/** All services, or a choice of them with what each asks for: a scan reads these, and the minimal policy allows these. */
export function ServiceChoice({ services, value, onChange, onBlur, ...field }: ServiceChoiceProps) {
  const total = services?.reduce((sum, { types }) => sum + types.length, 0);
  const set = (changed: string, checked: boolean) =>
    onChange(
      services?.flatMap(({ service }) => ((service === changed ? checked : value?.includes(service)) ? [service] : [])),
    );
  return (
    <div className="grid gap-3">
      <RadioCards
        {...field}
        label={LABEL}
        value={value ? 'chosen' : 'all'}
        onChange={(mode) => onChange(mode === 'all' ? undefined : [])}
        onBlur={onBlur}
        cards={[
          {
            value: 'all',
            title: 'All services',
            text: services
              ? `${total} resource types of ${services.length} services.`
              : 'Every type there is a collector for.',
          },
          { value: 'chosen', title: 'Chosen services', text: 'Only these are scanned and asked permissions for.' },
        ]}
      />
      {value ? (
        <fieldset className="grid gap-x-6 gap-y-3 rounded-3 border border-line p-4 md:grid-cols-2">
          <legend className="sr-only">Services</legend>
          {services?.map((one) => (
            <div key={one.service} className="grid content-start">
              <CheckboxField
                label={one.title}
                help={`${count(one.types.length, 'type')}, ${count(one.actions.length, 'action')} asked for`}
                checked={value.includes(one.service)}
                onChange={(checked) => set(one.service, checked)}
                onBlur={onBlur}
              />
              <details className="pl-6.5 text-12">
                <summary className="w-fit cursor-pointer py-1 text-fg-2">What {one.title} asks</summary>
                <p className="mono text-fg-2 [overflow-wrap:anywhere]">{one.actions.join(', ')}</p>
              </details>
            </div>
          ))}
        </fieldset>
      ) : null}
    </div>
  );
}

const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
