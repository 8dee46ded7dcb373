'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { FormField } from '@/components/form/form-field';
import { ReadOnlyField } from '@/components/form/read-only-field';
import { CADENCES, cadence } from '@/components/scan/cadence';
import { Button } from '@/components/ui/button';
import { CheckboxField } from '@/components/ui/checkbox';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-store';
import { type Integration, updateIntegrationSchema } from '@/lib/schemas/integration';
import { fieldProblem } from '../../../../../_components/field-problem';
import { useMay, useWorkspaceId } from '../../../../../_components/session';
import { useOperation } from '../../../../../_components/use-operation';

const schema = z.object(updateIntegrationSchema.pick({ name: true, schedule: true }).required().shape);

/** What can be changed of a connected integration: its name and how often it is scanned. */
export function SettingsTab({ integration }: { integration: Integration }) {
  const workspaceId = useWorkspaceId();
  const may = useMay('integration:write');
  const [problem, setProblem] = useState<string | null>(null);
  const { name, schedule, region, version } = integration;
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: { name, schedule: { everyMinutes: schedule.everyMinutes, enabled: schedule.enabled } },
    mode: 'onTouched',
  });
  const update = useOperation('integrations.update', { stale: ['integrations.get', 'integrations.list'] });
  const submit = form.handleSubmit(async (values) => {
    setProblem(null);
    try {
      const body = { ...values, version };
      const saved = await update.mutateAsync({ params: { workspaceId, integrationId: integration.id }, body });
      form.reset({
        name: saved.name,
        schedule: { everyMinutes: saved.schedule.everyMinutes, enabled: saved.schedule.enabled },
      });
      toast.success('Settings saved');
    } catch (error) {
      setProblem(fieldProblem(error, ['name', 'schedule'], form.setError));
    }
  });
  const minutes = [...new Set<number>([...CADENCES, schedule.everyMinutes])].sort((a, b) => a - b);
  return (
    <form onSubmit={submit} noValidate method="post" className="grid max-w-[720px] gap-6">
      <Panel title="Name and schedule" bodyClassName="grid gap-5">
        <FormField
          control={form.control}
          name="name"
          label="Name"
          help="Lower case, digits and dashes; unique in this workspace."
        >
          {(field) => <Input {...field} readOnly={!may} />}
        </FormField>
        <FormField control={form.control} name="schedule.enabled" label="Schedule" group>
          {({ value, onChange }) => (
            <CheckboxField
              label="Scan by itself"
              help="Without it, only Run now scans."
              checked={value}
              onChange={onChange}
              disabled={!may}
            />
          )}
        </FormField>
        <FormField control={form.control} name="schedule.everyMinutes" label="How often">
          {({ value, onChange, ...field }) => (
            <Select
              {...field}
              value={String(value)}
              onChange={(next) => onChange(Number(next))}
              options={minutes.map((every) => ({ value: String(every), label: cadence(every) }))}
              disabled={!may}
              className="max-w-60"
            />
          )}
        </FormField>
        {problem ? <Note tone="danger">{problem}</Note> : null}
        <div>
          <Button
            type="submit"
            intent="primary"
            busy={form.formState.isSubmitting && 'Saving'}
            disabledReason={
              !may ? 'Needs the role editor, admin or owner' : !form.formState.isDirty && 'Nothing has been changed'
            }
          >
            Save
          </Button>
        </div>
      </Panel>
      <Panel title="Fixed by the verification" fact="draft a new integration to change them" bodyClassName="grid gap-4">
        <ReadOnlyField label="Role ARN" value={integration.roleArn ?? 'none: the host’s own identity'} />
        <ReadOnlyField label="Region" value={region} />
      </Panel>
    </form>
  );
}
