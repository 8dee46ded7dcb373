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
import { absoluteUtc } from '@/lib/format/time';
import { RETENTION_DAYS } from '@/lib/schemas/history';
import { useMay, useWorkspaceId } from '../../../../_components/session';
import { useOperation } from '../../../../_components/use-operation';

/** How far back one can look, and for an admin how long history is kept. */
export function RetentionPanel() {
  const params = { workspaceId: useWorkspaceId() };
  const may = useMay('workspace:update');
  const { data } = useQuery(read('retention.get', { params }));
  const [typed, setTyped] = useState<string | null>(null);
  const update = useOperation('retention.update', {
    stale: ['retention.get', 'changes.summary'],
    onSuccess: ({ days }) => {
      setTyped(null);
      toast.success(`History is kept for ${plural(days, 'day')}`);
    },
  });
  if (!data) return null;
  const text = typed ?? String(data.days);
  const days = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  const fits = days >= RETENTION_DAYS.min && days <= RETENTION_DAYS.max;
  const wrong = fits ? undefined : `A whole number from ${RETENTION_DAYS.min} to ${RETENTION_DAYS.max}.`;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fits) update.mutate({ params, body: { days } });
  };
  const since = data.from ? `One can look back to ${absoluteUtc(data.from)}.` : 'Nothing has been seen yet.';
  const rule =
    'What is older goes once a day, except the version that was current then; so do resources deleted longer ago. It does not come back when more days are kept later.';
  return (
    <Panel title="How long history is kept" fact={plural(data.days, 'day')}>
      <p className="mb-3 max-w-[72ch] text-fg-2">
        {since} {rule}
      </p>
      {may ? (
        <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
          <Field label="Days" error={update.error?.message ?? wrong}>
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
            disabledReason={days === data.days ? 'This is how long it is kept.' : undefined}
          >
            Keep this long
          </Button>
        </form>
      ) : null}
    </Panel>
  );
}
