import {
  GetEventSelectorsCommand,
  type GetEventSelectorsResponse,
  GetTrailStatusCommand,
  type GetTrailStatusResponse,
  ListTagsCommand,
  type Tag,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import { readAspect } from '@/lib/collectors/reads/enriched';
import type { CollectContext, Gap } from '@/lib/collectors/types';

/** null: that call was refused. */
export type RawTrail = {
  trail: Trail;
  status: GetTrailStatusResponse | null;
  selectors: GetEventSelectorsResponse | null;
  tags: Tag[] | null;
};

/** What DescribeTrails does not tell of a trail; an account has few, so each is asked for by itself. */
export async function enriched(ctx: CollectContext, trail: Trail): Promise<{ raw: RawTrail; gaps: (Gap | null)[] }> {
  const { cloudtrail } = ctx.clients;
  const options = { abortSignal: ctx.signal };
  const arn = trail.TrailARN ?? '';
  const [status, selectors, tags] = await Promise.all([
    readAspect(ctx, {
      aspect: 'status',
      action: 'cloudtrail:GetTrailStatus',
      read: () => cloudtrail.send(new GetTrailStatusCommand({ Name: arn }), options),
    }),
    readAspect(ctx, {
      aspect: 'eventSelectors',
      action: 'cloudtrail:GetEventSelectors',
      read: () => cloudtrail.send(new GetEventSelectorsCommand({ TrailName: arn }), options),
    }),
    readAspect(ctx, {
      aspect: 'tags',
      action: 'cloudtrail:ListTags',
      read: async () =>
        (await cloudtrail.send(new ListTagsCommand({ ResourceIdList: [arn] }), options)).ResourceTagList?.[0]
          ?.TagsList ?? [],
    }),
  ]);
  return {
    raw: { trail, status: status.value, selectors: selectors.value, tags: tags.value },
    gaps: [status.gap, selectors.gap, tags.gap],
  };
}
