import { COLLECTORS, collectorsOf } from '@/lib/collectors/registry';
import { type AnyCollector, EVENT_CHANGES, type EventChange, type EventMapping } from '@/lib/collectors/types';
import { COLLECTOR_SERVICES, type CollectorService, SERVICE_TITLES } from '@/lib/schemas/collector-service';
import { code, page, table } from './markdown';

/** The same three for each of its types: said once. */
const CLOUD_CONTROL = 'cloudcontrolapi.amazonaws.com';

const TITLES = { create: 'made', update: 'changed', delete: 'deleted' } as const satisfies Record<EventChange, string>;

export function eventsPage(): string {
  const names = new Set(COLLECTORS.flatMap(({ events }) => events.map(({ source, name }) => `${source} ${name}`)));
  return page(
    'Events',
    ['lib/collectors/registry.ts', 'lib/events/map.ts'],
    [
      `By which CloudTrail events each of the ${COLLECTORS.length} collected types is kept up to date: ${names.size} events in all. An event says *read this resource again*; what it asked for or answered is never taken for the resource.`,
      'Only management events that changed something count: read-only calls, failed ones, data events, insights and network activity are dropped and counted. An event that no type declares is kept in the log and touches nothing. Where the record names an ARN of another account, that account has a record of its own.',
      '**Where it is named**: the path in the record. EC2 records its newer calls within `<event>Request` and `<event>Response` and with capital names; the table tells the plain path. *Nowhere*: the record says that something of the type changed, and not what, so that all of that type is listed again, within seconds.',
      '**By scans only**: there is no event for it.',
      ...COLLECTOR_SERVICES.flatMap(serviceSection),
    ],
  );
}

function serviceSection(service: CollectorService): string[] {
  const collectors = collectorsOf(service);
  if (collectors.length === 0) return [];
  const calls =
    'Besides, `CreateResource`, `UpdateResource` and `DeleteResource` of Cloud Control itself, by the identifier that they tell.';
  return [
    `## ${SERVICE_TITLES[service]}`,
    ...(service === 'cloudcontrol' ? [calls] : []),
    table(['type', 'is', 'by', 'named at'], collectors.flatMap(rows)),
  ];
}

/** One row for each way in which a type's changes are told. */
function rows(collector: AnyCollector): string[][] {
  const { type, events, eventless } = collector;
  return EVENT_CHANGES.flatMap((change) => {
    const told = grouped(events.filter((mapping) => mapping.change === change && mapping.source !== CLOUD_CONTROL)).map(
      ({ names, at }) => [
        code(type),
        TITLES[change],
        names.map(code).join(' '),
        at.length > 0 ? at.map((path) => (path.startsWith('(') ? path : code(path))).join(' or ') : '*nowhere*',
      ],
    );
    const reason = eventless?.[change];
    return reason === undefined ? told : [...told, [code(type), TITLES[change], '*by scans only*', reason]];
  });
}

/** Events that name the resource at the same places, the source before each name where it is not the usual one. */
function grouped(mappings: readonly EventMapping[]): { names: string[]; at: readonly string[] }[] {
  const groups = new Map<string, { names: string[]; at: readonly string[] }>();
  for (const { source, name, at } of mappings) {
    const key = at.join(' ');
    const group = groups.get(key) ?? { names: [], at };
    group.names.push(`${source.split('.')[0]}:${name}`);
    groups.set(key, group);
  }
  return [...groups.values()];
}
