'use client';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Field } from '@/components/form/field';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { Button } from '@/components/ui/button';
import { CheckboxField } from '@/components/ui/checkbox';
import { Input } from '@/components/ui/input';
import { Panel } from '@/components/ui/panel';
import { toast } from '@/components/ui/toast-store';
import { paths } from '@/lib/paths';
import { displayNameSchema } from '@/lib/schemas/common';
import { Refusal } from '../../../../../_components/refusal';
import { useMay, useSession } from '../../../../../_components/session';
import { useOperation } from '../../../../../_components/use-operation';
import { SourceSet } from '../_components/source-set';

/** A profile with its first sources. */
export default function NewProfilePage() {
  const { workspace } = useSession();
  const router = useRouter();
  const may = useMay('eventSource:write');
  const [title, setTitle] = useState('');
  const [enabled, setEnabled] = useState(true);
  const [sent, setSent] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const named = displayNameSchema.safeParse(title);
  const create = useOperation('sensorProfiles.create', {
    stale: ['sensorProfiles.list', 'eventSources.list', 'eventSources.get'],
    onSuccess: (made) => {
      toast.success(`${made.title} is made`);
      router.push(paths.sensorProfile(workspace.id, made.id));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSent(true);
    if (!named.success) return;
    create.mutate({
      params: { workspaceId: workspace.id },
      body: { title: named.data, enabled, eventSources: [...chosen] },
    });
  };
  return (
    <>
      <Crumbs
        crumbs={[
          { label: workspace.name, href: paths.overview(workspace.id) },
          { label: 'Sensors', href: paths.sensors(workspace.id) },
          { label: 'Profiles', href: paths.sensorProfiles(workspace.id) },
          { label: 'New' },
        ]}
      />
      <PageHeader title="New profile" subtitle="Sensors consume the sources that an enabled profile has attached." />
      <form onSubmit={submit} noValidate method="post" className="grid max-w-[720px] gap-6">
        <Panel title="Profile" bodyClassName="grid gap-5">
          <Field label="Title" error={sent && !named.success ? named.error.issues[0]?.message : undefined}>
            {(control) => (
              <Input
                {...control}
                value={title}
                placeholder="Default"
                onChange={(event) => setTitle(event.currentTarget.value)}
              />
            )}
          </Field>
          <CheckboxField
            label="Enabled"
            help="Without it, nothing of it is consumed."
            checked={enabled}
            onChange={setEnabled}
          />
        </Panel>
        <Panel title="Attached event sources" flush>
          <SourceSet chosen={chosen} onChange={setChosen} />
        </Panel>
        <Refusal title="The profile was not made" error={create.error} />
        <div>
          <Button
            type="submit"
            intent="primary"
            busy={create.isPending && 'Making'}
            disabledReason={!may && 'Needs the role editor, admin or owner'}
          >
            Make profile
          </Button>
        </div>
      </form>
    </>
  );
}
