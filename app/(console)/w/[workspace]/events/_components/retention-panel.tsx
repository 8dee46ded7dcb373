'use client';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Field } from '@/components/form/field';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Panel } from '@/components/ui/panel';
import { toast } from '@/components/ui/toast-store';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { eventRetentionSchema } from '@/lib/schemas/event';
import { useMay, useWorkspaceId } from '../../../../_components/session';
import { useOperation } from '../../../../_components/use-operation';

/** How long the log is kept; an admin may change it. */
export function RetentionPanel() {
  const params = { workspaceId: useWorkspaceId() };
  const may = useMay('workspace:update');
  const { data } = useQuery(read('events.retention', { params }));
  const [typed, setTyped] = useState<string | null>(null);
  const update = useOperation('events.setRetention', {
    stale: ['events.retention'],
    onSuccess: ({ days }) => {
      setTyped(null);
      toast.success(`Events are kept for ${plural(days, 'day')}`);
    },
  });
  if (!data) return null;
  const text = typed ?? String(data.days);
  const days = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  const { success: fits } = eventRetentionSchema.safeParse({ days });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fits) update.mutate({ params, body: { days } });
  };
  return (
    <Panel title="How long events are kept" fact={plural(data.days, 'day')}>
      <p className="max-w-[72ch] text-fg-2">
        Older ones leave the log a day at a time. The history of each resource keeps who changed it for as long as it is
        kept itself.
      </p>
      {may ? (
        <form onSubmit={submit} className="mt-3 flex flex-wrap items-end gap-3">
          <Field label="Days" error={update.error?.message ?? (fits ? undefined : 'A whole number from 1 to 365.')}>
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
            busy={update.isPending && 'Saving'}
            disabledReason={days === data.days ? 'This is how long they are kept.' : undefined}
          >
            Keep this long
          </Button>
        </form>
      ) : null}
    </Panel>
  );
}
