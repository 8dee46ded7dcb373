import {
  GetGroupCommand,
  GetGroupPolicyCommand,
  type GroupDetail,
  ListAttachedGroupPoliciesCommand,
  ListGroupPoliciesCommand,
} from '@aws-sdk/client-iam';
import { markerPages } from '@/lib/aws/pages';
import { all, readEach } from '@/lib/collectors/reads/each';
import { type CollectContext, type Collector, GLOBAL_REGION, type NormalizedResource } from '@/lib/collectors/types';
import { attachedPolicies, inlinePolicies, isoDate, nameOf } from '@/lib/collectors/values';
import { groupEvents } from './events';
import { AUTHORIZATION_DETAILS_ACTION, detailPages } from './reads/authorization-details';
import { attachments } from './relationships';

async function* list(ctx: CollectContext) {
  for await (const { page, requestStartedAt } of detailPages(ctx, 'Group')) {
    yield { items: page.GroupDetailList ?? [], requestStartedAt };
  }
}

async function readGroup(ctx: CollectContext, GroupName: string): Promise<GroupDetail | null> {
  const { iam } = ctx.clients;
  const options = { abortSignal: ctx.signal };
  // One member is enough: membership is read on the users.
  const { Group } = await iam.send(new GetGroupCommand({ GroupName, MaxItems: 1 }), options);
  if (!Group) return null;
  const [inlineNames, attached] = await Promise.all([
    all(
      markerPages((Marker) => iam.send(new ListGroupPoliciesCommand({ GroupName, Marker }), options)),
      (page) => page.PolicyNames,
    ),
    all(
      markerPages((Marker) => iam.send(new ListAttachedGroupPoliciesCommand({ GroupName, Marker }), options)),
      (page) => page.AttachedPolicies,
    ),
  ]);
  const inline = await Promise.all(
    inlineNames.map((PolicyName) => iam.send(new GetGroupPolicyCommand({ GroupName, PolicyName }), options)),
  );
  return { ...Group, GroupPolicyList: inline, AttachedManagedPolicies: attached };
}

function normalize(detail: GroupDetail): NormalizedResource {
  return {
    type: 'AWS::IAM::Group',
    id: detail.GroupId ?? '',
    arn: detail.Arn ?? null,
    name: detail.GroupName ?? '',
    region: GLOBAL_REGION,
    tags: {},
    attributes: {
      path: detail.Path ?? '/',
      createDate: isoDate(detail.CreateDate),
      attachedManagedPolicies: attachedPolicies(detail.AttachedManagedPolicies),
      inlinePolicies: inlinePolicies(detail.GroupPolicyList),
    },
    volatile: {},
    relationships: attachments(detail.AttachedManagedPolicies),
    createdAt: isoDate(detail.CreateDate),
    unread: [],
  };
}

/** Groups cannot be tagged. Who is in one is said by its users (`memberOf`). */
export const groupCollector: Collector<GroupDetail> = {
  service: 'iam',
  type: 'AWS::IAM::Group',
  title: 'IAM group',
  scope: 'global',
  actions: [AUTHORIZATION_DETAILS_ACTION],
  enrichingActions: [],
  readActions: ['iam:GetGroup', 'iam:GetGroupPolicy', 'iam:ListAttachedGroupPolicies', 'iam:ListGroupPolicies'],
  list,
  getMany: (ctx, refs) => readEach(ctx, refs, (ref) => readGroup(ctx, nameOf(ref))),
  normalize,
  events: groupEvents,
};
