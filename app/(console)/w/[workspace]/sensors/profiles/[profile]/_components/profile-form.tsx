'use client';
import { type FormEvent, useState } from 'react';
import { Field } from '@/components/form/field';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { Button } from '@/components/ui/button';
import { CheckboxField } from '@/components/ui/checkbox';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { toast } from '@/components/ui/toast-store';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import { displayNameSchema } from '@/lib/schemas/common';
import { Refusal } from '../../../../../../_components/refusal';
import { useMay, useSession } from '../../../../../../_components/session';
import { useOperation } from '../../../../../../_components/use-operation';
import { ProfileState, type SensorProfile } from '../../_components/profile-columns';
import { SourceSet } from '../../_components/source-set';
import { changedMeanwhile, editedOf, merged } from './changed-meanwhile';
import { RemoveDialog } from './remove-dialog';

const STALE = ['sensorProfiles.get', 'sensorProfiles.list', 'eventSources.list', 'eventSources.get'] as const;

/** Title, whether it is enabled, and the whole set of its sources. `newest` is read anew while one edits. */
export function ProfileForm({ newest }: { newest: SensorProfile }) {
  const { workspace } = useSession();
  const may = useMay('eventSource:write');
  const [base, setBase] = useState(newest);
  const [title, setTitle] = useState(newest.title);
  const [enabled, setEnabled] = useState(newest.enabled);
  const [chosen, setChosen] = useState(editedOf(newest).sources);
  const [removing, setRemoving] = useState(false);
  const take = (profile: SensorProfile, edited = editedOf(profile)) => {
    setBase(profile);
    setTitle(edited.title);
    setEnabled(edited.enabled);
    setChosen(edited.sources);
  };
  const { sources: was } = editedOf(base);
  const detached = base.eventSources.filter(({ id }) => !chosen.has(id));
  const setChanged = detached.length > 0 || [...chosen].some((id) => !was.has(id));
  const dirty = title !== base.title || enabled !== base.enabled || setChanged;
  const outdated = newest.version > base.version;
  if (outdated && !dirty) take(newest);
  const named = displayNameSchema.safeParse(title);
  const update = useOperation('sensorProfiles.update', {
    stale: STALE,
    onSuccess: (saved) => {
      take(saved);
      toast.success(`${saved.title} is saved`, 'Sensors follow within ten seconds.');
    },
  });
  const params = { workspaceId: workspace.id, sensorProfileId: base.id };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!named.success) return;
    update.mutate({
      params,
      body: {
        etag: base.etag,
        ...(title === base.title ? {} : { title: named.data }),
        ...(enabled === base.enabled ? {} : { enabled }),
        ...(setChanged ? { eventSources: [...chosen] } : {}),
      },
    });
  };
  const stopping = enabled ? detached : base.enabled ? base.eventSources : [];
  return (
    <>
      <Crumbs
        crumbs={[
          { label: workspace.name, href: paths.overview(workspace.id) },
          { label: 'Sensors', href: paths.sensors(workspace.id) },
          { label: 'Profiles', href: paths.sensorProfiles(workspace.id) },
          { label: base.title },
        ]}
      />
      <PageHeader
        title={base.title}
        marks={<ProfileState profile={base} />}
        subtitle={`${plural(base.eventSources.length, 'event source')} attached`}
        actions={
          <Button onClick={() => setRemoving(true)} disabledReason={!may && 'Needs the role editor, admin or owner'}>
            Remove
          </Button>
        }
      />
      <form onSubmit={submit} noValidate method="post" className="grid max-w-[820px] gap-6">
        {outdated && dirty ? (
          <Note
            tone="warn"
            title="Somebody changed this profile meanwhile"
            action={
              <span className="flex flex-wrap gap-2">
                <Button
                  size="sm"
                  onClick={() =>
                    take(newest, merged(editedOf(base), { title, enabled, sources: chosen }, editedOf(newest)))
                  }
                >
                  Put mine on top
                </Button>
                <Button size="sm" onClick={() => take(newest)}>
                  Take theirs
                </Button>
              </span>
            }
          >
            {changedMeanwhile(base, newest).join(' ')} What you changed here is not saved. Put it on top of theirs and
            look it over, or take theirs and drop yours.
          </Note>
        ) : null}
        <Panel title="Profile" bodyClassName="grid gap-5">
          <Field label="Title" error={named.success ? undefined : named.error.issues[0]?.message}>
            {(control) => (
              <Input
                {...control}
                value={title}
                readOnly={!may}
                onChange={(event) => setTitle(event.currentTarget.value)}
              />
            )}
          </Field>
          <CheckboxField
            label="Enabled"
            help="Without it, nothing of it is consumed."
            checked={enabled}
            disabled={!may}
            onChange={setEnabled}
          />
        </Panel>
        <Panel title="Attached event sources" fact="what is saved replaces the whole set" flush>
          <SourceSet chosen={chosen} onChange={setChosen} readOnly={!may} />
        </Panel>
        {stopping.length > 0 ? (
          <Note tone="warn">
            Saving stops the consuming of {stopping.map(({ name }) => name).join(', ')}, unless another enabled profile
            has
            {stopping.length === 1 ? ' it' : ' them'}.
          </Note>
        ) : null}
        {outdated ? null : <Refusal title="The profile was not saved" error={update.error} />}
        <div>
          <Button
            type="submit"
            intent="primary"
            busy={update.isPending && 'Saving'}
            disabledReason={
              !may
                ? 'Needs the role editor, admin or owner'
                : outdated
                  ? 'Somebody changed it meanwhile'
                  : !dirty && 'Nothing has been changed'
            }
          >
            Save
          </Button>
        </div>
      </form>
      {removing ? <RemoveDialog profile={base} onClose={() => setRemoving(false)} /> : null}
    </>
  );
}
