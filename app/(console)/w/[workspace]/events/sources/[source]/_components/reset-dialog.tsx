'use client';
import { useState } from 'react';
import { shardText } from '@/components/event-source/shard-name';
import type { EventSourceDetail } from '@/components/event-source/states';
import { Field } from '@/components/form/field';
import { fromField } from '@/components/time/moment';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { RadioCards } from '@/components/ui/radio-cards';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-store';
import { Refusal } from '../../../../../../_components/refusal';
import { useWorkspaceId } from '../../../../../../_components/session';
import { useOperation } from '../../../../../../_components/use-operation';

const PLACES = [
  { value: 'oldest', title: 'The oldest there is', text: 'Everything that AWS still has is read again.' },
  { value: 'latest', title: 'Now', text: 'What has not been read yet is skipped: only a scan sees it.' },
  { value: 'moment', title: 'A moment', text: 'What came since then is read again.' },
] as const;
type Place = (typeof PLACES)[number]['value'];
const ALL = '*all*';

/** Begins elsewhere: all shards or one. */
export function ResetDialog({ source, onClose }: { source: EventSourceDetail; onClose: () => void }) {
  const workspaceId = useWorkspaceId();
  const [place, setPlace] = useState<Place>('oldest');
  const [field, setField] = useState('');
  const [shard, setShard] = useState(ALL);
  const reset = useOperation('eventSources.resetCheckpoint', {
    stale: ['eventSources.get', 'eventSources.list'],
    onSuccess: () => {
      toast.success(`${source.name} begins elsewhere`, 'A sensor takes it up there within ten seconds.');
      onClose();
    },
  });
  const moment = place === 'moment' ? fromField(field) : place;
  const shards = source.shards.filter(({ shard: name }) => name !== '*');
  const confirm = () => {
    if (moment === null) return;
    reset.mutate({
      params: { workspaceId, eventSourceId: source.id },
      body: { to: moment, version: source.version, ...(shard === ALL ? {} : { shard }) },
    });
  };
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Begin ${source.name} elsewhere?`}
      description="Its place in the transport is given up. What has been read already has no second effect when it is read again."
      actions={
        <>
          <Button onClick={onClose}>Keep its place</Button>
          <Button
            intent="danger"
            onClick={confirm}
            busy={reset.isPending && 'Resetting'}
            disabledReason={moment === null && 'Say from which moment on'}
          >
            Begin elsewhere
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <RadioCards label="Where" value={place} onChange={setPlace} cards={PLACES} className="md:grid-cols-3" />
        {place === 'moment' ? (
          <Field label="From" aside="UTC">
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                value={field}
                onChange={(event) => setField(event.currentTarget.value)}
                boxClassName="max-w-64"
              />
            )}
          </Field>
        ) : null}
        {shards.length > 1 ? (
          <Field label="Shard">
            {(control) => (
              <Select
                {...control}
                value={shard}
                onChange={setShard}
                options={[
                  { value: ALL, label: 'All of them' },
                  ...shards.map(({ shard: name }) => ({ value: name, label: shardText(name) })),
                ]}
              />
            )}
          </Field>
        ) : null}
        {place === 'latest' ? (
          <Note tone="warn">Changes between its place and now reach the inventory only by the next scan.</Note>
        ) : null}
        <Refusal title="Its place stays" error={reset.error} />
      </div>
    </Dialog>
  );
}
