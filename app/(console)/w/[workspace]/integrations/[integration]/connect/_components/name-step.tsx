'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { NameAndRegionFields, RoleFields } from '@/components/integration/onboarding-fields';
import {
  ONBOARDING_FIELDS,
  type OnboardingInput,
  type OnboardingValues,
  onboardingFormSchema,
} from '@/components/integration/onboarding-form';
import { Button } from '@/components/ui/button';
import { DefinitionList } from '@/components/ui/definition-list';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { paths } from '@/lib/paths';
import type { Integration } from '@/lib/schemas/integration';
import { fieldProblem } from '../../../../../../_components/field-problem';
import { useMay, useWorkspaceId } from '../../../../../../_components/session';
import { ServicesField } from '../../../_components/services-field';
import { CollisionNote } from './collision-note';
import type { Draft, DraftChanges } from './use-draft';

type Props = {
  /** As it was read last; a newer one than the draft's base is someone else's. */
  integration: Integration;
  draft: Draft;
};

/** Name, region and what the role may read; each is saved on leaving it. */
export function NameStep({ integration, draft }: Props) {
  const workspaceId = useWorkspaceId();
  const router = useRouter();
  const may = useMay('integration:write');
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<OnboardingInput, unknown, OnboardingValues>({
    resolver: zodResolver(onboardingFormSchema),
    defaultValues: valuesOf(draft.base),
    mode: 'onTouched',
  });
  const builtIn = integration.credential.retriever === 'mooring_issuer';
  const refuse = (error: unknown) => setProblem(fieldProblem(error, ONBOARDING_FIELDS, form.setError));
  const saveWhatChanged = async () => {
    const values = onboardingFormSchema.safeParse(form.getValues());
    const changes = values.success ? changesOf(draft.base, values.data) : {};
    if (!may || Object.keys(changes).length === 0) return true;
    setProblem(null);
    try {
      return (await draft.save(changes)) !== null;
    } catch (error) {
      refuse(error);
      return false;
    }
  };
  const choices = useWatch({
    control: form.control,
    name: ['region', 'options.permissionSet', 'options.services'],
  }).join(' ');
  const onChoice = useEffectEvent(() => void saveWhatChanged());
  // biome-ignore lint/correctness/useExhaustiveDependencies: a choice is saved when it is made, not on leaving a field
  useEffect(() => onChoice(), [choices]);
  useEffect(() => {
    if (integration.version <= draft.base.version || draft.saving || draft.collision) return;
    const typed = onboardingFormSchema.safeParse(form.getValues());
    if (!typed.success || Object.keys(changesOf(draft.base, typed.data)).length > 0) return;
    draft.adopt(integration);
    form.reset(valuesOf(integration));
  }, [integration, draft, form]);
  const submit = form.handleSubmit(async () => {
    if (await saveWhatChanged()) router.push(paths.connect(workspaceId, integration.id, 'apply'));
  });
  return (
    <form
      onSubmit={submit}
      onBlur={() => void saveWhatChanged()}
      noValidate
      method="post"
      className="grid max-w-[920px] gap-6"
    >
      <CollisionNote draft={draft} onTheirs={(theirs) => form.reset(valuesOf(theirs))} onProblem={refuse} />
      <Panel title="Name and region" bodyClassName="grid gap-5">
        <NameAndRegionFields control={form.control} />
        {builtIn ? <RoleFields control={form.control} roleName={integration.roleName ?? undefined} /> : null}
        <ServicesField control={form.control} />
      </Panel>
      <Panel title="Fixed when it was drafted" fact="what AWS will compare">
        <DefinitionList
          items={[
            { term: 'Issuer', value: integration.issuerUrl ?? 'the host’s own', mono: true, wrap: true },
            { term: 'Audience', value: integration.audience ?? 'the host’s own', mono: true },
            { term: 'Subject', value: integration.subject ?? 'the host’s own', mono: true, wrap: true },
          ]}
        />
      </Panel>
      {problem ? <Note tone="danger">{problem}</Note> : null}
      <div>
        <Button type="submit" intent="primary" busy={form.formState.isSubmitting && 'Saving'}>
          Continue
        </Button>
      </div>
    </form>
  );
}

function valuesOf({ name, region, options }: Integration): OnboardingInput {
  return { name, region, options };
}

/** Only what differs from what is stored, so that looking at a draft makes no new version of it. */
function changesOf(stored: Integration, { name, region, options }: OnboardingValues): DraftChanges {
  const sameOptions =
    stored.options.permissionSet === options.permissionSet &&
    stored.options.existingProviderArn === options.existingProviderArn &&
    stored.options.roleName === options.roleName &&
    String(stored.options.services) === String(options.services);
  return {
    ...(name === stored.name ? {} : { name }),
    ...(region === stored.region ? {} : { region }),
    ...(sameOptions ? {} : { options }),
  };
}
