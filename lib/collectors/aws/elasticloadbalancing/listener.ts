import {
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  type Listener,
  type LoadBalancer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { tokenPages } from '@/lib/aws/pages';
import { concurrently } from '@/lib/collectors/concurrent';
import { orAbsent } from '@/lib/collectors/reads/absent';
import { all, readEach } from '@/lib/collectors/reads/each';
import { enrichEach } from '@/lib/collectors/reads/enrich-each';
import { timedPages } from '@/lib/collectors/reads/timed-pages';
import type { CollectContext, Collector, Gap, ListPage } from '@/lib/collectors/types';
import { normalizeListener, type RawListener } from './listener-normalize';
import { listenerEvents } from './load-balancer-events';
import { arnOfRef } from './reads/refs';
import { TAGS_ACTION, tagsByArn } from './reads/tags';

const RULES_ACTION = 'elasticloadbalancing:DescribeRules';
const CERTIFICATES_ACTION = 'elasticloadbalancing:DescribeListenerCertificates';
const BALANCERS_AT_ONCE = 4;

/** AWS lists listeners by load balancer only. */
async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawListener>> {
  const options = { abortSignal: ctx.signal };
  const fetch = (Marker: string | undefined) =>
    ctx.clients.elbv2.send(new DescribeLoadBalancersCommand({ Marker, PageSize: 400 }), options);
  for await (const { page, requestStartedAt } of timedPages(ctx, fetch, ({ NextMarker }) => NextMarker)) {
    const found: Listener[] = [];
    const perBalancer = concurrently(page.LoadBalancers ?? [], BALANCERS_AT_ONCE, (one) => listenersOf(ctx, one));
    for await (const listeners of perBalancer) found.push(...listeners);
    yield { ...(await complete(ctx, found)), requestStartedAt };
  }
}

/** None when the load balancer was deleted meanwhile: its listeners went with it. */
async function listenersOf(ctx: CollectContext, { LoadBalancerArn }: LoadBalancer): Promise<Listener[]> {
  const pages = tokenPages(
    (Marker) =>
      ctx.clients.elbv2.send(new DescribeListenersCommand({ LoadBalancerArn, Marker, PageSize: 400 }), {
        abortSignal: ctx.signal,
      }),
    ({ NextMarker }) => NextMarker,
  );
  return (await orAbsent(all(pages, ({ Listeners }) => Listeners))) ?? [];
}

async function complete(
  ctx: CollectContext,
  found: readonly Listener[],
): Promise<{ items: RawListener[]; gaps: Gap[] }> {
  const options = { abortSignal: ctx.signal };
  const tags = await tagsByArn(
    ctx,
    found.map(({ ListenerArn = '' }) => ListenerArn),
  );
  // Network and gateway listeners have no rules and one certificate list; asking for rules is then refused.
  const ruled = found.filter(({ Protocol }) => Protocol === 'HTTP' || Protocol === 'HTTPS');
  const secure = found.filter(({ Protocol }) => Protocol === 'HTTPS' || Protocol === 'TLS');
  const rules = await enrichEach(ctx, ruled, 'rules', RULES_ACTION, ({ ListenerArn }) =>
    all(
      tokenPages(
        (Marker) => ctx.clients.elbv2.send(new DescribeRulesCommand({ ListenerArn, Marker, PageSize: 400 }), options),
        ({ NextMarker }) => NextMarker,
      ),
      ({ Rules }) => Rules,
    ),
  );
  const certificates = await enrichEach(ctx, secure, 'certificates', CERTIFICATES_ACTION, async ({ ListenerArn }) => {
    const pages = tokenPages(
      (Marker) =>
        ctx.clients.elbv2.send(
          new DescribeListenerCertificatesCommand({ ListenerArn, Marker, PageSize: 400 }),
          options,
        ),
      ({ NextMarker }) => NextMarker,
    );
    return (await all(pages, ({ Certificates }) => Certificates)).flatMap(({ CertificateArn }) => CertificateArn ?? []);
  });
  const items = found.map((one) => ({
    found: one,
    rules: ruled.includes(one) ? rules.values.get(one) : [],
    certificates: secure.includes(one) ? certificates.values.get(one) : [],
    tags: tags.values.get(one.ListenerArn ?? ''),
  }));
  return { items, gaps: [...tags.gaps, ...rules.gaps, ...certificates.gaps] };
}

const getMany: Collector<RawListener>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, async (ref) => {
    const command = new DescribeListenersCommand({ ListenerArns: [arnOfRef(ref)] });
    const answer = await ctx.clients.elbv2.send(command, { abortSignal: ctx.signal });
    const { items } = await complete(ctx, answer.Listeners ?? []);
    return items[0] ?? null;
  });

export const listenerCollector: Collector<RawListener> = {
  service: 'elasticloadbalancing',
  type: 'AWS::ElasticLoadBalancingV2::Listener',
  title: 'Load balancer listener',
  scope: 'regional',
  actions: ['elasticloadbalancing:DescribeLoadBalancers', 'elasticloadbalancing:DescribeListeners'],
  enrichingActions: [RULES_ACTION, CERTIFICATES_ACTION, TAGS_ACTION],
  readActions: [],
  list,
  getMany,
  normalize: normalizeListener,
  events: listenerEvents,
};
