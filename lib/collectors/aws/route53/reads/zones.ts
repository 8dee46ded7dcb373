import { type HostedZone, ListHostedZonesCommand } from '@aws-sdk/client-route-53';
import { timedPages } from '@/lib/collectors/reads/timed-pages';
import type { CollectContext } from '@/lib/collectors/types';

/** `/hostedzone/Z…` -> `Z…`, the id that AWS's other calls and events use. */
export const bareZoneId = (id: string | undefined): string => (id ?? '').replace(/^\/?hostedzone\//, '');

export async function* zonePages(
  ctx: CollectContext,
): AsyncGenerator<{ zones: HostedZone[]; requestStartedAt: number }> {
  const fetch = (Marker: string | undefined) =>
    ctx.clients.route53.send(new ListHostedZonesCommand({ Marker, MaxItems: 100 }), { abortSignal: ctx.signal });
  const nextOf = (page: { IsTruncated?: boolean | undefined; NextMarker?: string | undefined }) =>
    page.IsTruncated ? page.NextMarker : undefined;
  for await (const { page, requestStartedAt } of timedPages(ctx, fetch, nextOf)) {
    yield { zones: page.HostedZones ?? [], requestStartedAt };
  }
}

export type ZoneNames = { startedAt: number; zones: { id: string; name: string }[] };

/** The zones whose records are to be listed: those a former attempt of the job knows, else a list shared with it. */
export async function zonesToWalk(ctx: CollectContext): Promise<ZoneNames> {
  const known = await ctx.knownScope('AWS::Route53::HostedZone');
  if (known) return { startedAt: known.startedAt, zones: known.items };
  return ctx.memo.once('route53 zones', async () => {
    const startedAt = ctx.now();
    const zones: ZoneNames['zones'] = [];
    for await (const page of zonePages(ctx)) {
      zones.push(...page.zones.map(({ Id, Name = '' }) => ({ id: bareZoneId(Id), name: Name })));
    }
    return { startedAt, zones };
  });
}
