'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { ErrorState } from '@/components/ui/error-state';
import { linkClass } from '@/components/ui/link-class';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { read } from '@/lib/client/queries';
import { paths } from '@/lib/paths';
import type { Resource } from '@/lib/schemas/inventory';
import type { BlastRadius } from '@/lib/schemas/reach';
import { errorOf } from '../../../../../_components/error-of';
import { useWorkspaceId } from '../../../../../_components/session';
import { Escalations } from './reach-escalations';
import { ReachableResources } from './reach-resources';
import { ReachRoles } from './reach-roles';
import { ReachServices } from './reach-services';
import { LEVEL, summaryOf } from './reach-words';

const KEY = 'AWS::IAM::AccessKey';
/** Types that have policies to be judged, or an owner who has. */
export const HAS_REACH: ReadonlySet<string> = new Set([KEY, 'AWS::IAM::User', 'AWS::IAM::Role']);

function useReach({ uid, type }: Resource) {
  const workspaceId = useWorkspaceId();
  const isKey = type === KEY;
  const ofKey = useQuery({
    ...read('accessKeys.blastRadius', { params: { workspaceId, accessKeyUid: uid } }),
    enabled: isKey,
  });
  const ofIdentity = useQuery({ ...read('resources.blastRadius', { params: { workspaceId, uid } }), enabled: !isKey });
  const query = isKey ? ofKey : ofIdentity;
  const mine = query.data && (isKey ? query.data.key?.uid : query.data.subject.uid) === uid;
  return { reach: mine ? query.data : undefined, error: errorOf('What it may reach could not be computed', query) };
}

/** On a key's page: the one sentence that matters, and the way to the rest. */
export function ReachPanel({ resource }: { resource: Resource }) {
  const workspaceId = useWorkspaceId();
  const { reach, error } = useReach(resource);
  return (
    <Panel
      title="What it may reach"
      fact="by the policies of its user"
      end={
        <Link href={paths.resource(workspaceId, resource.uid, 'reach')} className={linkClass}>
          All
        </Link>
      }
    >
      {error && !reach ? <ErrorState {...error} /> : null}
      {!reach && !error ? <SkeletonRows rows={2} label="Computing what it may reach" /> : null}
      {reach ? <Summary reach={reach} /> : null}
    </Panel>
  );
}

/** The whole answer: sentence, services by level, resources, roles, and what makes it more. */
export function Reach({ resource }: { resource: Resource }) {
  const { reach, error } = useReach(resource);
  if (!reach) {
    return (
      <Panel flush label="What it may reach">
        {error ? <ErrorState {...error} /> : <SkeletonRows rows={8} label="Computing what it may reach" />}
      </Panel>
    );
  }
  return (
    <div className="grid gap-6">
      <Panel title="What it may reach" fact="by its policies as last seen">
        <Summary reach={reach} />
      </Panel>
      <Escalations reach={reach} />
      <ReachServices reach={reach} />
      <ReachableResources reach={reach} />
      <ReachRoles reach={reach} />
      <Panel title="Not looked at, or not known">
        <ul className="grid gap-1 text-fg-2">
          {reach.notKnown.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}

function Summary({ reach }: { reach: BlastRadius }) {
  const workspaceId = useWorkspaceId();
  const { level, subject, key } = reach;
  return (
    <div className="grid gap-2">
      <p className="text-16 font-medium">{summaryOf(reach)}</p>
      <p className="flex flex-wrap items-center gap-2 text-fg-2">
        <Badge tone={LEVEL[level].tone}>{LEVEL[level].word}</Badge>
        {key ? (
          <span>
            through the user{' '}
            <Link href={paths.resource(workspaceId, subject.uid, 'reach')} className={linkClass}>
              {subject.name}
            </Link>
            {key.status === 'Inactive' ? ', once the key is active again' : ''}
          </span>
        ) : null}
      </p>
    </div>
  );
}
