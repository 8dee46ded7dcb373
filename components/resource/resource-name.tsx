import Link from 'next/link';
import { typeLook } from '@/components/resource/types';
import { MatchText } from '@/components/table/match-text';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import { StateWord } from '@/components/ui/state-word';
import { paths } from '@/lib/paths';
import type { ResourceSummary } from '@/lib/schemas/inventory';

export type ResourceNameProps = {
  workspace: string;
  resource: Pick<ResourceSummary, 'uid' | 'name' | 'type' | 'state'>;
  search?: string;
  /** Without the type's icon and the state's word, for the two lines of a narrow row. */
  bare?: boolean;
  /** Another page than the resource's own: how it was at a moment. */
  href?: string;
};

/** A resource's name as the link to its page, with what was searched for underlined; struck out when it is gone. */
export function ResourceName({ workspace, resource, search = '', bare, href }: ResourceNameProps) {
  const { uid, name, type, state } = resource;
  const link = (
    <Link
      href={href ?? paths.resource(workspace, uid)}
      className={cn('truncate font-medium hover:underline', state !== 'live' && 'text-fg-3 line-through')}
    >
      <MatchText text={name} search={search} />
    </Link>
  );
  if (bare) return link;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Icon as={typeLook(type).icon} size="sm" className="text-fg-3" />
      {link}
      {state === 'live' ? null : <StateWord state={RESOURCE_STATE_WORD[state]} />}
    </span>
  );
}

export const RESOURCE_STATE_WORD = {
  live: 'active',
  deleted: 'deleted',
  unwatched: 'no longer watched',
} as const satisfies Record<ResourceSummary['state'], string>;
