import { ListResourceRecordSetsCommand, type ResourceRecordSet, type RRType } from '@aws-sdk/client-route-53';
import { BrokenPaginationError } from '@/lib/aws/pages';
import { attributesOf, sorted } from '@/lib/collectors/attributes';
import { concurrently } from '@/lib/collectors/concurrent';
import { orAbsent } from '@/lib/collectors/reads/absent';
import { readEach } from '@/lib/collectors/reads/each';
import {
  type CollectContext,
  type Collector,
  GLOBAL_REGION,
  type ListPage,
  type NormalizedResource,
} from '@/lib/collectors/types';
import { AppError } from '@/lib/errors/app-error';
import { zonesToWalk } from './reads/zones';
import { recordEvents } from './record-events';
import { parseRecordId, recordIdOf } from './record-id';
import { recordRelationships } from './record-relationships';

const LIST_ACTION = 'route53:ListResourceRecordSets';
/** Route 53 allows five calls a second in an account. */
const ZONES_AT_ONCE = 3;

export type RawRecord = { zoneId: string; record: ResourceRecordSet };

async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawRecord>> {
  const { zones, startedAt } = await zonesToWalk(ctx);
  const walked = concurrently(zones, ZONES_AT_ONCE, (zone) => recordsOf(ctx, zone.id));
  for await (const { items, requestStartedAt } of walked) {
    yield { items, requestStartedAt, coverageStartedAt: startedAt };
  }
}

/** All records of a zone; none when it was deleted meanwhile, as they then are too. */
async function recordsOf(ctx: CollectContext, HostedZoneId: string): Promise<ListPage<RawRecord>> {
  const requestStartedAt = ctx.now();
  const items: RawRecord[] = [];
  const seen = new Set<string>();
  let from: { StartRecordName?: string; StartRecordType?: RRType; StartRecordIdentifier?: string } = {};
  for (;;) {
    const command = new ListResourceRecordSetsCommand({ HostedZoneId, MaxItems: 300, ...from });
    const page = await orAbsent(ctx.clients.route53.send(command, { abortSignal: ctx.signal }));
    if (page === null) return { items: [], requestStartedAt };
    items.push(...(page.ResourceRecordSets ?? []).map((record) => ({ zoneId: HostedZoneId, record })));
    if (!page.IsTruncated) return { items, requestStartedAt };
    from = {
      ...(page.NextRecordName && { StartRecordName: page.NextRecordName }),
      ...(page.NextRecordType && { StartRecordType: page.NextRecordType }),
      ...(page.NextRecordIdentifier && { StartRecordIdentifier: page.NextRecordIdentifier }),
    };
    const key = JSON.stringify(from);
    if (!page.NextRecordName || seen.has(key)) {
      throw new BrokenPaginationError(`The records of zone ${HostedZoneId} cannot be listed to their end.`);
    }
    seen.add(key);
  }
}

const getMany: Collector<RawRecord>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, async ({ id = '' }) => {
    const key = parseRecordId(id);
    if (!key) throw new AppError('invalid_request', 'A record set can only be read by its id: zone, name and type.');
    const command = new ListResourceRecordSetsCommand({
      HostedZoneId: key.zoneId,
      StartRecordName: key.name,
      StartRecordType: key.type as RRType,
      ...(key.setIdentifier !== undefined && { StartRecordIdentifier: key.setIdentifier }),
      MaxItems: 1,
    });
    const answer = await ctx.clients.route53.send(command, { abortSignal: ctx.signal });
    const [record] = answer.ResourceRecordSets ?? [];
    return record && recordIdOf(key.zoneId, record) === id ? { zoneId: key.zoneId, record } : null;
  });

function normalize({ zoneId, record }: RawRecord): NormalizedResource {
  const { Name = '', ResourceRecords, ...rest } = record;
  const values = (ResourceRecords ?? []).map(({ Value = '' }) => Value);
  const target = record.AliasTarget?.DNSName;
  const reached = ['A', 'AAAA', 'CNAME'].includes(record.Type ?? '') ? values : [];
  const names = [Name, ...reached, ...(target ? [target] : [])].map((name) => name.replace(/\.$/, ''));
  return {
    type: 'AWS::Route53::RecordSet',
    id: recordIdOf(zoneId, record),
    arn: null,
    name: Name,
    region: GLOBAL_REGION,
    tags: {},
    attributes: {
      name: Name,
      ...attributesOf(rest),
      hostedZoneId: zoneId,
      ...(ResourceRecords && { resourceRecords: sorted(values) }),
      addresses: sorted([...new Set(names)]),
    },
    volatile: {},
    relationships: recordRelationships(zoneId, record),
    createdAt: null,
    unread: [],
  };
}

export const recordSetCollector: Collector<RawRecord> = {
  service: 'route53',
  type: 'AWS::Route53::RecordSet',
  title: 'DNS record set',
  scope: 'global',
  actions: ['route53:ListHostedZones', LIST_ACTION],
  enrichingActions: [],
  readActions: [],
  list,
  getMany,
  normalize,
  events: recordEvents,
};
