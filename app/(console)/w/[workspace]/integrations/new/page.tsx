'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { Building2, CircleUser } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { NameAndRegionFields, RoleFields } from '@/components/integration/onboarding-fields';
import {
  ONBOARDING_FIELDS,
  type OnboardingInput,
  type OnboardingValues,
  onboardingFormSchema,
} from '@/components/integration/onboarding-form';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { Button, buttonClass } from '@/components/ui/button';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { RadioCards } from '@/components/ui/radio-cards';
import { paths } from '@/lib/paths';
import { fieldProblem } from '../../../../_components/field-problem';
import { useMay, useSession } from '../../../../_components/session';
import { useOperation } from '../../../../_components/use-operation';
import { ServicesField } from '../_components/services-field';
import { WizardStepper } from '../_components/wizard-stepper';
import { type Identity, IdentityChoice } from './_components/identity-choice';

const NEW: OnboardingInput = { name: '', region: 'us-east-1', options: { permissionSet: 'security_audit' } };

export default function NewIntegrationPage() {
  const { workspace } = useSession();
  const may = useMay('integration:write');
  const router = useRouter();
  const [identity, setIdentity] = useState<Identity>('issuer');
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<OnboardingInput, unknown, OnboardingValues>({
    resolver: zodResolver(onboardingFormSchema),
    defaultValues: NEW,
    mode: 'onTouched',
  });
  const create = useOperation('integrations.create', { stale: ['integrations.list', 'overview.get'] });
  const submit = form.handleSubmit(async ({ credentialId, ...values }) => {
    setProblem(null);
    if (identity === 'credential' && !credentialId) {
      form.setError('credentialId', { message: 'Choose the credential to come with.' }, { shouldFocus: true });
      return;
    }
    const body = identity === 'credential' ? { ...values, credentialId } : values;
    try {
      const draft = await create.mutateAsync({ params: { workspaceId: workspace.id }, body });
      router.push(paths.connect(workspace.id, draft.id, 'apply'));
    } catch (error) {
      setProblem(fieldProblem(error, ONBOARDING_FIELDS, form.setError));
    }
  });
  const choose = (next: Identity) => {
    setIdentity(next);
    form.setValue('credentialId', undefined);
    form.clearErrors('credentialId');
  };
  return (
    <>
      <Crumbs
        crumbs={[
          { label: workspace.name, href: paths.overview(workspace.id) },
          { label: 'Integrations', href: paths.integrations(workspace.id) },
          { label: 'Connect' },
        ]}
      />
      <PageHeader
        title="Connect an AWS account"
        subtitle="You get files for the account’s owner to apply. Nothing happens in AWS until they do."
      />
      <WizardStepper current="name" />
      <form onSubmit={submit} noValidate method="post" className="grid max-w-[920px] gap-6">
        <Panel title="Scope" bodyClassName="grid gap-5">
          <RadioCards
            label="Scope"
            value="account"
            onChange={() => undefined}
            cards={[
              { value: 'account', title: 'Account', icon: CircleUser, text: 'One AWS account, by one role in it.' },
              {
                value: 'organization',
                title: 'Organization',
                icon: Building2,
                text: 'Every account of an AWS organization, by a StackSet that follows it.',
                disabledReason: 'Not in this version: it needs the StackSet of the management account.',
              },
            ]}
          />
          <IdentityChoice control={form.control} identity={identity} onIdentity={choose} />
        </Panel>
        <Panel title="Name and region" bodyClassName="grid gap-5">
          <NameAndRegionFields control={form.control} />
          {identity === 'issuer' ? <RoleFields control={form.control} /> : null}
          <ServicesField control={form.control} />
        </Panel>
        {problem ? <Note tone="danger">{problem}</Note> : null}
        <div className="flex flex-wrap items-center gap-3">
          <Button
            type="submit"
            intent="primary"
            busy={form.formState.isSubmitting && 'Drafting'}
            disabledReason={!may && 'Needs the role editor, admin or owner'}
          >
            {identity === 'issuer' ? 'Continue to the files' : 'Continue'}
          </Button>
          <Link href={paths.integrations(workspace.id)} className={buttonClass({ intent: 'ghost' })}>
            Leave
          </Link>
          <span className="text-12 text-fg-3">
            {may
              ? 'A draft is kept from here on; the subject AWS will compare is fixed with it.'
              : 'You can look; connecting needs the role editor, admin or owner.'}
          </span>
        </div>
      </form>
    </>
  );
}
