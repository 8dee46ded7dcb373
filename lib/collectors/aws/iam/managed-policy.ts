import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListPolicyVersionsCommand,
  type ManagedPolicyDetail,
  type PolicyVersion,
  type Tag,
} from '@aws-sdk/client-iam';
import { markerPages } from '@/lib/aws/pages';
import { all, readEach } from '@/lib/collectors/reads/each';
import {
  type CollectContext,
  type Collector,
  GLOBAL_REGION,
  type JsonObject,
  type ListPage,
  type NormalizedResource,
} from '@/lib/collectors/types';
import { arnOf, isoDate, policyDocument, tagRecord } from '@/lib/collectors/values';
import { managedPolicyEvents } from './events';
import { AUTHORIZATION_DETAILS_ACTION, detailPages } from './reads/authorization-details';

/** `tags` null: not read. Only GetPolicy has them, and a call per policy would double a large scan. */
export type RawPolicy = { detail: ManagedPolicyDetail; tags: Tag[] | null };

async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawPolicy>> {
  for await (const { page, requestStartedAt } of detailPages(ctx, 'LocalManagedPolicy')) {
    const whole = (page.Policies ?? []).filter((detail) => detail.PolicyId);
    yield { items: whole.map((detail) => ({ detail, tags: null })), requestStartedAt };
    // AWS always gives the id here; moto_server does not, so those are read one by one.
    const nameless = (page.Policies ?? []).filter((detail) => !detail.PolicyId);
    const { found } = await getMany(
      ctx,
      nameless.map(({ Arn }) => ({ arn: Arn })),
    );
    for (const { raw, requestStartedAt: readAt } of found) yield { items: [raw], requestStartedAt: readAt };
  }
}

const getMany: Collector<RawPolicy>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, (ref) => readPolicy(ctx, arnOf(ref)));

async function readPolicy(ctx: CollectContext, PolicyArn: string): Promise<RawPolicy | null> {
  // AWS's own policies are not this account's resources.
  if (PolicyArn.includes(':iam::aws:')) return null;
  const { iam } = ctx.clients;
  const options = { abortSignal: ctx.signal };
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }), options);
  if (!Policy) return null;
  const versions = await all(
    markerPages((Marker) => iam.send(new ListPolicyVersionsCommand({ PolicyArn, Marker }), options)),
    (page) => page.Versions,
  );
  const documents = await Promise.all(
    versions.map(({ VersionId }) => iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }), options)),
  );
  const PolicyVersionList = documents.flatMap(({ PolicyVersion }) => (PolicyVersion ? [PolicyVersion] : []));
  return { detail: { ...Policy, PolicyVersionList }, tags: Policy.Tags ?? [] };
}

const versionNumber = (id: string | undefined): number => Number(id?.slice(1)) || 0;

function version(raw: PolicyVersion): JsonObject {
  return {
    versionId: raw.VersionId ?? '',
    isDefaultVersion: raw.IsDefaultVersion ?? false,
    createDate: isoDate(raw.CreateDate),
    document: policyDocument(raw.Document),
  };
}

function normalize({ detail, tags }: RawPolicy): NormalizedResource {
  return {
    type: 'AWS::IAM::ManagedPolicy',
    id: detail.PolicyId ?? '',
    arn: detail.Arn ?? null,
    name: detail.PolicyName ?? '',
    region: GLOBAL_REGION,
    tags: tagRecord(tags ?? []),
    attributes: {
      path: detail.Path ?? '/',
      createDate: isoDate(detail.CreateDate),
      description: detail.Description || null,
      defaultVersionId: detail.DefaultVersionId ?? null,
      isAttachable: detail.IsAttachable ?? null,
      versions: [...(detail.PolicyVersionList ?? [])]
        .sort((a, b) => versionNumber(b.VersionId) - versionNumber(a.VersionId))
        .map(version),
    },
    volatile: {
      attachmentCount: detail.AttachmentCount ?? 0,
      permissionsBoundaryUsageCount: detail.PermissionsBoundaryUsageCount ?? 0,
      updateDate: isoDate(detail.UpdateDate),
    },
    relationships: [],
    createdAt: isoDate(detail.CreateDate),
    unread: [...(tags ? [] : ['tags']), ...(detail.Description === undefined ? ['attributes.description'] : [])],
  };
}

/** Customer-managed policies with all their versions, newest first. A description cannot change once given. */
export const managedPolicyCollector: Collector<RawPolicy> = {
  service: 'iam',
  type: 'AWS::IAM::ManagedPolicy',
  title: 'IAM customer managed policy',
  scope: 'global',
  actions: [AUTHORIZATION_DETAILS_ACTION],
  enrichingActions: [],
  readActions: ['iam:GetPolicy', 'iam:GetPolicyVersion', 'iam:ListPolicyVersions'],
  list,
  getMany,
  normalize,
  events: managedPolicyEvents,
};
