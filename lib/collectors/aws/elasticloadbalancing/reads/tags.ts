import { DescribeTagsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type EachEnriched, enrichBatches } from '@/lib/collectors/reads/enrich-each';
import type { CollectContext } from '@/lib/collectors/types';
import { tagRecord } from '@/lib/collectors/values';

export const TAGS_ACTION = 'elasticloadbalancing:DescribeTags';

/** Tags by ARN, 20 in a call (API Reference, DescribeTags). */
export function tagsByArn(
  ctx: CollectContext,
  arns: readonly string[],
): Promise<EachEnriched<string, Record<string, string>>> {
  const read = async (ResourceArns: string[]) => {
    const answer = await ctx.clients.elbv2.send(new DescribeTagsCommand({ ResourceArns }), { abortSignal: ctx.signal });
    return new Map((answer.TagDescriptions ?? []).map(({ ResourceArn = '', Tags }) => [ResourceArn, tagRecord(Tags)]));
  };
  return enrichBatches(ctx, arns, 20, 'tags', TAGS_ACTION, read, {});
}
