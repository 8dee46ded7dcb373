import { DescribeTargetGroupsCommand, type TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import { timedPages } from '@/lib/collectors/reads/timed-pages';
import type { CollectContext } from '@/lib/collectors/types';

const PAGE_SIZE = 400;

export type TimedGroups = { groups: TargetGroup[]; requestStartedAt: number };

/** All target groups of the region, or those behind one load balancer. */
export async function* targetGroupPages(ctx: CollectContext, LoadBalancerArn?: string): AsyncGenerator<TimedGroups> {
  const fetch = (Marker: string | undefined) =>
    ctx.clients.elbv2.send(
      new DescribeTargetGroupsCommand({ Marker, PageSize: PAGE_SIZE, ...(LoadBalancerArn && { LoadBalancerArn }) }),
      { abortSignal: ctx.signal },
    );
  for await (const { page, requestStartedAt } of timedPages(ctx, fetch, ({ NextMarker }) => NextMarker)) {
    yield { groups: page.TargetGroups ?? [], requestStartedAt };
  }
}

/** Load balancer ARN -> the target groups behind it; read once for a job's collectors. */
export function groupsByLoadBalancer(ctx: CollectContext) {
  return ctx.memo.once(`elbv2 groups by load balancer ${ctx.region}`, async () => {
    const startedAt = ctx.now();
    const byArn = new Map<string, string[]>();
    for await (const { groups } of targetGroupPages(ctx)) {
      for (const { TargetGroupArn = '', LoadBalancerArns = [] } of groups) {
        for (const arn of LoadBalancerArns) byArn.set(arn, [...(byArn.get(arn) ?? []), TargetGroupArn]);
      }
    }
    return { startedAt, byArn };
  });
}
