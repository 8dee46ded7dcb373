'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { FormField } from '@/components/form/form-field';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { toast } from '@/components/ui/toast-store';
import { ApiError } from '@/lib/client/client';
import { type Endpoints, type InstallSettings, updateInstallSettingsSchema } from '@/lib/schemas/install';
import { fieldProblem } from '../../_components/field-problem';
import { useOperation } from '../../_components/use-operation';

const FIELDS = [
  { name: 'default', label: 'Every service not named below' },
  { name: 'sts', label: 'STS' },
  { name: 'iam', label: 'IAM' },
  { name: 'organizations', label: 'Organizations' },
  { name: 'cloudformation', label: 'CloudFormation' },
] as const satisfies { name: keyof Endpoints; label: string }[];

const PATHS = FIELDS.map(({ name }) => `endpoints.${name}` as const);

/** Where AWS is reached. Saved only over the version one has read: two people do not overwrite each other silently. */
export function EndpointsForm({ settings }: { settings: InstallSettings }) {
  const client = useQueryClient();
  const form = useForm({
    resolver: zodResolver(updateInstallSettingsSchema),
    defaultValues: { endpoints: settings.endpoints, version: settings.version },
    mode: 'onTouched',
  });
  const [problem, setProblem] = useState<string | null>(null);
  const [stale, setStale] = useState(false);
  const save = useOperation('install.updateSettings');
  const submit = form.handleSubmit(async (body) => {
    setProblem(null);
    try {
      const saved = await save.mutateAsync({ body });
      toast.success('The endpoints are saved', 'They apply from the next call to AWS on.');
      client.setQueryData(['install.getSettings', {}], saved);
    } catch (error) {
      setStale(error instanceof ApiError && error.code === 'stale_version');
      setProblem(fieldProblem(error, PATHS, form.setError));
    }
  });
  const load = () => client.invalidateQueries({ queryKey: ['install.getSettings'] });
  return (
    <Panel title="AWS endpoints" fact="empty means AWS’s own">
      <form onSubmit={submit} noValidate className="grid gap-4">
        <p className="max-w-[80ch] text-fg-2">
          For AWS’s other partitions, VPC endpoints, or a stand-in. Every workspace is affected: integrations call what
          is here with their credentials.
        </p>
        {settings.sandboxUrl ? (
          <Note tone="sandbox">
            The sandbox is on: a service without an endpoint here goes to{' '}
            <code className="mono">{settings.sandboxUrl}</code>.
          </Note>
        ) : null}
        <div className="grid gap-4 md:grid-cols-2">
          {FIELDS.map(({ name, label }) => (
            <FormField
              key={name}
              control={form.control}
              name={`endpoints.${name}`}
              label={label}
              className={name === 'default' ? 'md:col-span-2' : undefined}
            >
              {({ value, onChange, ...field }) => (
                <Input
                  {...field}
                  mono
                  inputMode="url"
                  placeholder="https://"
                  value={value ?? ''}
                  onChange={({ target }) => onChange(target.value === '' ? null : target.value)}
                />
              )}
            </FormField>
          ))}
        </div>
        {problem ? (
          <Note
            tone={stale ? 'warn' : 'danger'}
            action={
              stale ? (
                <Button size="sm" onClick={() => void load()}>
                  Load theirs
                </Button>
              ) : null
            }
          >
            {problem}
          </Note>
        ) : null}
        <div className="flex flex-wrap items-center gap-3">
          <Button
            type="submit"
            intent="primary"
            busy={form.formState.isSubmitting && 'Saving'}
            disabledReason={!form.formState.isDirty && 'Nothing is changed'}
          >
            Save endpoints
          </Button>
          <span className="text-12 text-fg-3">
            {settings.version === 0 ? 'never changed' : `version ${settings.version}`}
          </span>
        </div>
      </form>
    </Panel>
  );
}
