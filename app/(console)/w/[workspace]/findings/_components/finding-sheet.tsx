'use client';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import Link from 'next/link';
import { FindingBody } from '@/components/finding/finding-body';
import { SeverityMark } from '@/components/finding/severity';
import { buttonClass } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { Note } from '@/components/ui/note';
import { Sheet } from '@/components/ui/sheet';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { read } from '@/lib/client/queries';
import { paths } from '@/lib/paths';
import type { FindingDetail } from '@/lib/schemas/finding';
import { errorOf } from '../../../../_components/error-of';
import { MuteFinding } from '../../../../_components/mute-finding';
import { useWorkspaceId } from '../../../../_components/session';

/** One finding beside its list: evidence, why, the way out, and the mute. */
export function FindingSheet({ findingId, onClose }: { findingId: string; onClose: () => void }) {
  const workspaceId = useWorkspaceId();
  const query = useQuery(read('findings.get', { params: { workspaceId, findingId } }));
  // What is kept while another finding loads must not be shown under this address.
  const finding = query.data?.id === findingId ? query.data : undefined;
  const error = errorOf('The finding could not be read', query);
  return (
    <Sheet
      open
      onOpenChange={onClose}
      side="right"
      label={finding ? `Finding: ${finding.title}, ${finding.resource.name}` : 'Finding'}
      className="w-[calc(100vw-24px)] max-w-160 bg-surface p-4 md:p-5"
    >
      <div className="mb-4 flex items-start gap-3">
        <div className="grid min-w-0 flex-1 gap-1.5">
          {finding ? <Head finding={finding} /> : <h2 className="text-16">Finding</h2>}
        </div>
        <IconButton label="Close" icon={X} size="sm" tooltip={false} onClick={onClose} />
      </div>
      {finding ? (
        <div className="grid min-w-0 gap-5">
          {finding.state === 'resolved' ? (
            <Note tone="success" title="Resolved">
              {END[finding.resolution ?? 'fixed']} <Time at={finding.resolvedAt} />.
            </Note>
          ) : null}
          <FindingBody finding={finding} />
          <MuteFinding finding={finding} />
        </div>
      ) : error ? (
        <ErrorState {...error} />
      ) : (
        <SkeletonRows rows={8} label="Loading the finding" />
      )}
    </Sheet>
  );
}

const END = {
  fixed: 'What was found is not so any more,',
  resource_deleted: 'The resource was deleted,',
  no_longer_watched: 'Nobody watches the resource any more,',
  rule_changed: 'The rule is no more,',
} as const satisfies Record<NonNullable<FindingDetail['resolution']>, string>;

function Head({ finding: { title, severity, resource } }: { finding: FindingDetail }) {
  const workspaceId = useWorkspaceId();
  return (
    <>
      <h2 className="text-16">{title}</h2>
      <p className="flex min-w-0 flex-wrap items-center gap-2">
        <SeverityMark severity={severity} />
        <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{resource.name}</span>
        <span className="text-fg-3">
          {resource.type}, {resource.accountId}, {resource.region}
        </span>
      </p>
      <p>
        <Link href={paths.resource(workspaceId, resource.uid)} className={buttonClass({ size: 'sm' })}>
          Open the resource
        </Link>
      </p>
    </>
  );
}
