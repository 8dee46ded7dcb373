'use client';
import { Trash2 } from 'lucide-react';
import Link from 'next/link';
import { PageHeader } from '@/components/layout/page-header';
import { RESOURCE_STATE_WORD } from '@/components/resource/resource-name';
import { typeLook } from '@/components/resource/types';
import { useAccountNames } from '@/components/resource/use-account-names';
import { Arn } from '@/components/ui/arn';
import { Badge } from '@/components/ui/badge';
import { inlineLinkClass } from '@/components/ui/link-class';
import { Note } from '@/components/ui/note';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import { paths } from '@/lib/paths';
import type { Resource } from '@/lib/schemas/inventory';
import { useWorkspaceId } from '../../../../../_components/session';
import { OpenRoleMark } from './who-may-assume';

/** Name, type, where it is and since when it is known; above all whether it still exists. */
export function ResourceHeader({ resource }: { resource: Resource }) {
  const workspace = useWorkspaceId();
  const names = useAccountNames(workspace);
  const { name, type, state, arn, id, accountId, region, firstSeenAt, changedAt, observedAt } = resource;
  return (
    <>
      <PageHeader
        title={name}
        className="mb-3"
        marks={
          <>
            <Badge>{type}</Badge>
            {state === 'live' ? null : <StateWord state={RESOURCE_STATE_WORD[state]} />}
            {type === 'AWS::IAM::Role' && state === 'live' ? <OpenRoleMark uid={resource.uid} /> : null}
          </>
        }
        subtitle={<Arn arn={arn ?? id} label={arn ? 'Copy ARN' : 'Copy id'} />}
      />
      <p className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-12 text-fg-3">
        <span>
          Account{' '}
          <Link href={paths.inventory(workspace, { account: accountId })} className={inlineLinkClass}>
            {names.get(accountId) ?? accountId}
          </Link>
        </span>
        <span>Region {region}</span>
        <span>
          First seen <Time at={firstSeenAt} />
        </span>
        <span>
          Changed <Time at={changedAt} />
        </span>
        <span>
          Observed <Time at={observedAt} />
        </span>
      </p>
      <Notes resource={resource} workspace={workspace} />
    </>
  );
}

function Notes({ resource, workspace }: { resource: Resource; workspace: string }) {
  const { state, type, deletedAt, unwatchedAt, observedAt, previousUid, nextUid } = resource;
  const { noun } = typeLook(type);
  const link = (uid: string, text: string) => (
    <Link href={paths.resource(workspace, uid)} className={inlineLinkClass}>
      {text}
    </Link>
  );
  return (
    <div className="grid gap-3 empty:hidden [&>*]:mb-3">
      {state === 'deleted' ? (
        <Note icon={Trash2} title={`This ${noun} was deleted`}>
          Found missing <Time at={deletedAt} />, last seen <Time at={observedAt} />. What follows is how it was then;
          its history stays.
          {nextUid ? <> There is {link(nextUid, `a new one under its name`)}.</> : null}
        </Note>
      ) : null}
      {state === 'unwatched' ? (
        <Note title={`This ${noun} is no longer watched`}>
          Since <Time at={unwatchedAt} /> no integration covers it. It may exist or not; what follows is how it was last
          seen.
        </Note>
      ) : null}
      {previousUid ? (
        <Note title={`This ${noun} replaced another of the same name`}>
          AWS gave it a new id, so it is another {noun}: {link(previousUid, 'the one before it')} was deleted.
        </Note>
      ) : null}
    </div>
  );
}
