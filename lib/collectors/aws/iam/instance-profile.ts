import { GetInstanceProfileCommand, type InstanceProfile, ListInstanceProfilesCommand } from '@aws-sdk/client-iam';
import { markerPages } from '@/lib/aws/pages';
import { readEach } from '@/lib/collectors/reads/each';
import { type CollectContext, type Collector, GLOBAL_REGION, type NormalizedResource } from '@/lib/collectors/types';
import { isoDate, nameOf, sorted, tagRecord } from '@/lib/collectors/values';
import { instanceProfileEvents } from './provider-events';

/** `tagsRead`: IAM's lists leave tags out; only GetInstanceProfile has them. */
export type RawInstanceProfile = { profile: InstanceProfile; tagsRead: boolean };

async function* list(ctx: CollectContext) {
  let requestStartedAt = 0;
  const pages = markerPages((Marker) => {
    requestStartedAt = ctx.now();
    const command = new ListInstanceProfilesCommand({ Marker, MaxItems: 300 });
    return ctx.clients.iam.send(command, { abortSignal: ctx.signal });
  });
  for await (const page of pages) {
    const items = (page.InstanceProfiles ?? []).map((profile) => ({ profile, tagsRead: false }));
    yield { items, requestStartedAt };
  }
}

async function readProfile(ctx: CollectContext, InstanceProfileName: string): Promise<RawInstanceProfile | null> {
  const command = new GetInstanceProfileCommand({ InstanceProfileName });
  const { InstanceProfile } = await ctx.clients.iam.send(command, { abortSignal: ctx.signal });
  return InstanceProfile ? { profile: InstanceProfile, tagsRead: true } : null;
}

function normalize({ profile, tagsRead }: RawInstanceProfile): NormalizedResource {
  const roles = profile.Roles ?? [];
  return {
    type: 'AWS::IAM::InstanceProfile',
    id: profile.InstanceProfileId ?? '',
    arn: profile.Arn ?? null,
    name: profile.InstanceProfileName ?? '',
    region: GLOBAL_REGION,
    tags: tagsRead ? tagRecord(profile.Tags) : {},
    attributes: {
      path: profile.Path ?? '/',
      createDate: isoDate(profile.CreateDate),
      roles: sorted(roles.map((role) => role.RoleName ?? '')),
    },
    volatile: {},
    relationships: roles.map((role) => ({
      kind: 'contains',
      toType: 'AWS::IAM::Role',
      toId: role.RoleId,
      toArn: role.Arn,
      toName: role.RoleName,
    })),
    createdAt: isoDate(profile.CreateDate),
    unread: tagsRead ? [] : ['tags'],
  };
}

export const instanceProfileCollector: Collector<RawInstanceProfile> = {
  service: 'iam',
  type: 'AWS::IAM::InstanceProfile',
  title: 'IAM instance profile',
  scope: 'global',
  actions: ['iam:ListInstanceProfiles'],
  enrichingActions: [],
  readActions: ['iam:GetInstanceProfile'],
  list,
  getMany: (ctx, refs) => readEach(ctx, refs, (ref) => readProfile(ctx, nameOf(ref))),
  normalize,
  events: instanceProfileEvents,
};
