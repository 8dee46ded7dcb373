import {
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListTagsForResourceCommand,
  type OrganizationalUnit,
  type Parent,
} from '@aws-sdk/client-organizations';
import { tokenPages } from '@/lib/aws/pages';
import { all } from '@/lib/collectors/reads/each';
import { readAspect } from '@/lib/collectors/reads/enriched';
import type { Enrichment } from '@/lib/collectors/reads/gaps';
import type { CollectContext, Relationship } from '@/lib/collectors/types';
import { tagRecord } from '@/lib/collectors/values';

/** AWS takes no more than 20 a page. */
export const PAGE = 20;

export type PlacedUnit = { unit: OrganizationalUnit; parentId: string };
export type UnitTree = { units: PlacedUnit[]; startedAt: number };

/** All units, breadth first below the roots; shared by the job. AWS never moves a unit, so none is missed. */
export function unitTree(ctx: CollectContext, rootIds: readonly string[]): Promise<UnitTree> {
  return ctx.memo.once('organizations:units', async () => {
    const startedAt = ctx.now();
    const units: PlacedUnit[] = [];
    const parents = [...rootIds];
    for (let parentId = parents.shift(); parentId !== undefined; parentId = parents.shift()) {
      for (const unit of await unitsOf(ctx, parentId)) {
        units.push({ unit, parentId });
        if (unit.Id) parents.push(unit.Id);
      }
    }
    return { units, startedAt };
  });
}

function unitsOf(ctx: CollectContext, ParentId: string): Promise<OrganizationalUnit[]> {
  const pages = tokenPages(
    (NextToken) =>
      ctx.clients.organizations.send(
        new ListOrganizationalUnitsForParentCommand({ ParentId, NextToken, MaxResults: PAGE }),
        { abortSignal: ctx.signal },
      ),
    (page) => page.NextToken,
  );
  return all(pages, (page) => page.OrganizationalUnits);
}

/** The parent of each account, from the accounts of every root and unit. */
export async function accountParents(ctx: CollectContext, rootIds: readonly string[]): Promise<Map<string, string>> {
  const { units } = await unitTree(ctx, rootIds);
  const parentOf = new Map<string, string>();
  for (const ParentId of [...rootIds, ...units.map(({ unit }) => unit.Id ?? '')]) {
    const pages = tokenPages(
      (NextToken) =>
        ctx.clients.organizations.send(new ListAccountsForParentCommand({ ParentId, NextToken, MaxResults: PAGE }), {
          abortSignal: ctx.signal,
        }),
      (page) => page.NextToken,
    );
    for (const { Id } of await all(pages, (page) => page.Accounts)) if (Id) parentOf.set(Id, ParentId);
  }
  return parentOf;
}

/** The one parent of an account or unit; both have exactly one. */
export async function parentOf(ctx: CollectContext, ChildId: string): Promise<string | null> {
  const command = new ListParentsCommand({ ChildId });
  const parents: Parent[] = (await ctx.clients.organizations.send(command, { abortSignal: ctx.signal })).Parents ?? [];
  return parents[0]?.Id ?? null;
}

/** Tags of an account, unit or policy. */
export function tagsOf(ctx: CollectContext, ResourceId: string): Promise<Enrichment<Record<string, string>>> {
  return readAspect(ctx, {
    aspect: 'tags',
    action: 'organizations:ListTagsForResource',
    read: async () => {
      const pages = tokenPages(
        (NextToken) =>
          ctx.clients.organizations.send(new ListTagsForResourceCommand({ ResourceId, NextToken }), {
            abortSignal: ctx.signal,
          }),
        (page) => page.NextToken,
      );
      return tagRecord(await all(pages, (page) => page.Tags));
    },
  });
}

/** A root is not a resource of its own here: what hangs on it belongs to the organization, whose id ARNs carry. */
export function placeEdge(kind: 'belongsTo' | 'attached', id: string, arn: string | undefined): Relationship {
  if (id.startsWith('r-')) {
    return { kind, toType: 'AWS::Organizations::Organization', toId: arn?.split('/')[1] ?? id };
  }
  const toType = id.startsWith('ou-') ? 'AWS::Organizations::OrganizationalUnit' : 'AWS::Organizations::Account';
  return { kind, toType, toId: id };
}
