'use client';
import { useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { read } from '@/lib/client/queries';
import { errorOf } from '../../../../../../_components/error-of';
import { LoadingPanel } from '../../../../../../_components/loading-panel';
import { useMay, useWorkspaceId } from '../../../../../../_components/session';
import { useFollow } from '../../../../../../_components/use-follow';
import { useShortcut } from '../../../../../../_components/use-shortcut';
import { useVerify } from '../../_components/use-verify';
import { VerificationView } from '../../_components/verification-view';
import { SaveAsOpen, SaveButton } from './save-actions';
import type { StepProps } from './step-props';
import { WizardFrame } from './wizard-frame';

const SUBTITLE = 'What must work works, and what must be refused is refused. Both are needed before you save.';

/** The newest verification of the draft, followed live; Save waits for what it says. */
export function VerifyStep({ integration, draft }: StepProps) {
  const workspaceId = useWorkspaceId();
  const may = useMay('integration:verify');
  const params = { workspaceId, integrationId: integration.id };
  const newest = useQuery(read('verifications.list', { params, query: { pageSize: 1 } }));
  const { verify, start } = useVerify(integration.id);
  const latest = newest.data?.verifications[0];
  const failed = errorOf('The verification could not be read', newest);
  const frame = { integration, draft, step: 'verify', title: 'Verify', subtitle: SUBTITLE } as const;
  if (latest) {
    return (
      <Following key={latest.id} verificationId={latest.id} frame={frame} start={start} starting={verify.isPending} />
    );
  }
  return (
    <WizardFrame {...frame}>
      {failed ? <ErrorState {...failed} /> : null}
      {newest.isPending ? <LoadingPanel rows={9} /> : null}
      {newest.data ? (
        <Panel label="Verification">
          <EmptyState
            title="Not verified yet"
            action={
              <Button
                intent="primary"
                busy={verify.isPending && 'Starting'}
                onClick={() => start()}
                disabledReason={!may && 'Needs the role editor, admin or owner'}
              >
                Verify
              </Button>
            }
          >
            {verify.error?.message ?? 'Nine checks, each with its evidence, and one token that is wrong on purpose.'}
          </EmptyState>
        </Panel>
      ) : null}
    </WizardFrame>
  );
}

type FollowingProps = {
  verificationId: string;
  frame: StepProps & { step: 'verify'; title: string; subtitle: string };
  start: (trustPolicy?: string) => void;
  starting: boolean;
};

function Following({ verificationId, frame, start, starting }: FollowingProps) {
  const workspaceId = useWorkspaceId();
  const may = useMay('integration:verify');
  const verification = useFollow(
    'verifications.get',
    'verifications.stream',
    { params: { workspaceId, verificationId } },
    ({ finishedAt }) => finishedAt === null,
  );
  const failed = errorOf('The verification could not be read', verification);
  const { data } = verification;
  const running = data?.finishedAt === null;
  useShortcut('r', () => start(), may && data !== undefined && !running && !starting);
  return (
    <WizardFrame
      {...frame}
      actions={
        <>
          <Button
            icon={RefreshCw}
            keyCap="R"
            onClick={() => start()}
            busy={starting && 'Starting'}
            disabledReason={!may ? 'Needs the role editor, admin or owner' : running && 'This run has not ended'}
          >
            Verify again
          </Button>
          {data ? <SaveButton integration={frame.integration} verification={data} /> : null}
        </>
      }
    >
      {failed ? <ErrorState {...failed} /> : null}
      {data ? (
        <VerificationView
          verification={data}
          onCompare={may ? start : undefined}
          comparing={starting}
          save={<SaveAsOpen integration={frame.integration} verification={data} />}
        />
      ) : (
        <LoadingPanel rows={9} />
      )}
    </WizardFrame>
  );
}
