import {
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  type RoleDetail,
} from '@aws-sdk/client-iam';
import { markerPages } from '@/lib/aws/pages';
import { all, readEach } from '@/lib/collectors/reads/each';
import { type Enrichment, enrich } from '@/lib/collectors/reads/gaps';
import {
  type CollectContext,
  type Collector,
  GLOBAL_REGION,
  type ListPage,
  type NormalizedResource,
} from '@/lib/collectors/types';
import { attachedPolicies, inlinePolicies, isoDate, nameOf, policyDocument, tagRecord } from '@/lib/collectors/values';
import { roleEvents } from './events';
import { AUTHORIZATION_DETAILS_ACTION, detailPages } from './reads/authorization-details';
import { type AllRoleSettings, type RoleSettings, roleSettings } from './reads/role-settings';
import { attachments, boundary, trustedPrincipals } from './relationships';

/** `settings` null: ListRoles may not be called, so description and session length stay unread. */
export type RawRole = { detail: RoleDetail; settings: RoleSettings | null };

async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawRole>> {
  const settings = await enrich('roleSettings', 'iam:ListRoles', ctx.signal, () => roleSettings(ctx));
  const gaps = settings.gap ? [settings.gap] : [];
  const seen = new Set<string>();
  for await (const { page, requestStartedAt } of detailPages(ctx, 'Role')) {
    const late: string[] = [];
    const items: RawRole[] = [];
    for (const detail of page.RoleDetailList ?? []) {
      seen.add(detail.RoleId ?? '');
      const known = settings.value?.byId.get(detail.RoleId ?? '');
      if (settings.value && !known) late.push(detail.RoleName ?? '');
      else items.push({ detail, settings: known ?? null });
    }
    yield {
      items,
      requestStartedAt: Math.min(requestStartedAt, settings.value?.requestStartedAt ?? requestStartedAt),
      gaps,
    };
    yield* readByName(ctx, late);
  }
  yield* readByName(ctx, unseen(settings, seen));
}

/** Roles in ListRoles that the details did not show: deleted meanwhile, or invisible for a moment. A read decides. */
function unseen(settings: Enrichment<AllRoleSettings>, seen: ReadonlySet<string>): string[] {
  return [...(settings.value?.byId ?? [])].flatMap(([id, { name }]) => (seen.has(id) ? [] : [name]));
}

async function* readByName(ctx: CollectContext, names: readonly string[]): AsyncGenerator<ListPage<RawRole>> {
  if (names.length === 0) return;
  const requestStartedAt = ctx.now();
  const { found } = await getMany(
    ctx,
    names.map((name) => ({ name })),
  );
  yield { items: found.map(({ raw }) => raw), requestStartedAt };
}

const getMany: Collector<RawRole>['getMany'] = (ctx, refs) => readEach(ctx, refs, (ref) => readRole(ctx, nameOf(ref)));

async function readRole(ctx: CollectContext, RoleName: string): Promise<RawRole | null> {
  const { iam } = ctx.clients;
  const options = { abortSignal: ctx.signal };
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }), options);
  if (!Role) return null;
  const [inlineNames, attached] = await Promise.all([
    all(
      markerPages((Marker) => iam.send(new ListRolePoliciesCommand({ RoleName, Marker }), options)),
      (page) => page.PolicyNames,
    ),
    all(
      markerPages((Marker) => iam.send(new ListAttachedRolePoliciesCommand({ RoleName, Marker }), options)),
      (page) => page.AttachedPolicies,
    ),
  ]);
  const inline = await Promise.all(
    inlineNames.map((PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }), options)),
  );
  return {
    detail: { ...Role, RolePolicyList: inline, AttachedManagedPolicies: attached },
    settings: { description: Role.Description || null, maxSessionDuration: Role.MaxSessionDuration ?? null },
  };
}

function normalize({ detail, settings }: RawRole): NormalizedResource {
  const trust = policyDocument(detail.AssumeRolePolicyDocument);
  const boundaryArn = detail.PermissionsBoundary?.PermissionsBoundaryArn;
  const used = detail.RoleLastUsed;
  return {
    type: 'AWS::IAM::Role',
    id: detail.RoleId ?? '',
    arn: detail.Arn ?? null,
    name: detail.RoleName ?? '',
    region: GLOBAL_REGION,
    tags: tagRecord(detail.Tags),
    attributes: {
      path: detail.Path ?? '/',
      createDate: isoDate(detail.CreateDate),
      assumeRolePolicyDocument: trust,
      permissionsBoundaryArn: boundaryArn ?? null,
      attachedManagedPolicies: attachedPolicies(detail.AttachedManagedPolicies),
      inlinePolicies: inlinePolicies(detail.RolePolicyList),
      ...(settings && { description: settings.description, maxSessionDuration: settings.maxSessionDuration }),
    },
    volatile: {
      lastUsed: used?.LastUsedDate ? { date: isoDate(used.LastUsedDate), region: used.Region ?? null } : null,
    },
    relationships: [
      ...attachments(detail.AttachedManagedPolicies),
      ...boundary(boundaryArn),
      ...trustedPrincipals(trust),
    ],
    createdAt: isoDate(detail.CreateDate),
    unread: settings ? [] : ['attributes.description', 'attributes.maxSessionDuration'],
  };
}

export const roleCollector: Collector<RawRole> = {
  service: 'iam',
  type: 'AWS::IAM::Role',
  title: 'IAM role',
  scope: 'global',
  actions: [AUTHORIZATION_DETAILS_ACTION],
  enrichingActions: ['iam:ListRoles'],
  readActions: ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'],
  list,
  getMany,
  normalize,
  events: roleEvents,
};
