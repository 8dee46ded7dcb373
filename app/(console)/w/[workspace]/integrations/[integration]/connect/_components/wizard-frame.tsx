'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { buttonClass } from '@/components/ui/button';
import { paths } from '@/lib/paths';
import type { Integration } from '@/lib/schemas/integration';
import { useSession } from '../../../../../../_components/session';
import { type WizardStepId, WizardStepper } from '../../../_components/wizard-stepper';
import { Saved } from './saved';
import type { Draft } from './use-draft';

type Props = {
  integration: Integration;
  draft: Draft;
  step: WizardStepId;
  title: string;
  subtitle: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

/** What every step of a draft has: where it is in the wizard, when it was saved, and the way out. */
export function WizardFrame({ integration, draft, step, title, subtitle, actions, children }: Props) {
  const { workspace } = useSession();
  const ready = draft.base.roleArn !== null || integration.credential.retriever === 'none';
  return (
    <>
      <Crumbs
        crumbs={[
          { label: workspace.name, href: paths.overview(workspace.id) },
          { label: 'Integrations', href: paths.integrations(workspace.id) },
          { label: draft.base.name },
          { label: 'Connect' },
        ]}
      />
      <PageHeader
        title={title}
        subtitle={subtitle}
        actions={
          <>
            <Saved draft={draft} updatedAt={draft.base.updatedAt} />
            {actions}
            <Link href={paths.integrations(workspace.id)} className={buttonClass({ intent: 'ghost' })}>
              Leave
            </Link>
          </>
        }
      />
      <WizardStepper
        current={step}
        reached={ready ? 'verify' : 'apply'}
        draft={{ workspace: workspace.id, integration: integration.id }}
      />
      {children}
    </>
  );
}
