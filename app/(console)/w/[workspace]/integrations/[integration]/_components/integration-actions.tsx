'use client';
import { CalendarClock, Ellipsis, Play, Square, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { DropdownMenu } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { toast } from '@/components/ui/toast-store';
import { paths } from '@/lib/paths';
import type { Integration } from '@/lib/schemas/integration';
import { useMay, useWorkspaceId } from '../../../../../_components/session';
import { useOperation } from '../../../../../_components/use-operation';
import { useShortcut } from '../../../../../_components/use-shortcut';
import { RemoveDialog } from './remove-dialog';
import { useVerify } from './use-verify';

const NEEDS = 'Needs the role editor, admin or owner';
const SCANS = ['integrations.get', 'integrations.list', 'scans.list', 'scans.get'] as const;

/** Verify, run now or stop, and the rest in a menu. */
export function IntegrationActions({ integration }: { integration: Integration }) {
  const workspaceId = useWorkspaceId();
  const router = useRouter();
  const [removing, setRemoving] = useState(false);
  const may = { verify: useMay('integration:verify'), scan: useMay('scan:run'), write: useMay('integration:write') };
  const { verify, start } = useVerify(integration.id);
  const run = useOperation('scans.start', { stale: SCANS });
  const cancel = useOperation('scans.cancel', { stale: SCANS });
  const scan = integration.lastScan;
  const running = scan !== null && scan.finishedAt === null;
  const params = { workspaceId, integrationId: integration.id };

  const scanNow = () =>
    run.mutate(
      { params },
      {
        onSuccess: () => toast.info(`Scan of ${integration.name} started`, 'You can leave this page.'),
        onError: (error) => toast.error('The scan did not start', error.message),
      },
    );
  const stop = () => {
    if (!scan) return;
    cancel.mutate(
      { params: { workspaceId, scanId: scan.id } },
      {
        onSuccess: () => toast.info('The scan is being stopped', 'What is complete keeps its result.'),
        onError: (error) => toast.error('The scan was not stopped', error.message),
      },
    );
  };
  useShortcut('r', scanNow, may.scan && !running && !run.isPending);
  const verifyNow = () => {
    start();
    router.push(paths.integration(workspaceId, integration.id, 'verification'));
  };
  return (
    <>
      <Button onClick={verifyNow} busy={verify.isPending && 'Starting'} disabledReason={!may.verify && NEEDS}>
        Verify
      </Button>
      {running ? (
        <Button icon={Square} onClick={stop} busy={cancel.isPending && 'Stopping'} disabledReason={!may.scan && NEEDS}>
          Stop scan
        </Button>
      ) : null}
      <Button
        intent="primary"
        icon={Play}
        keyCap="R"
        onClick={scanNow}
        busy={run.isPending && 'Starting'}
        disabledReason={!may.scan ? NEEDS : running && 'A scan is running'}
      >
        Run now
      </Button>
      <DropdownMenu
        label={`More for ${integration.name}`}
        trigger={
          <IconButton label={`More for ${integration.name}`} icon={Ellipsis} intent="secondary" tooltip={false} />
        }
        groups={[
          {
            id: 'settings',
            items: [
              {
                id: 'schedule',
                label: 'Edit schedule and name',
                icon: CalendarClock,
                link: <Link href={paths.integration(workspaceId, integration.id, 'settings')} />,
              },
            ],
          },
          {
            id: 'danger',
            items: [
              {
                id: 'remove',
                label: 'Remove integration',
                icon: Trash2,
                danger: true,
                onSelect: () => setRemoving(true),
                disabledReason: !may.write && 'needs editor',
              },
            ],
          },
        ]}
      />
      <RemoveDialog integration={integration} open={removing} onOpenChange={setRemoving} />
    </>
  );
}
