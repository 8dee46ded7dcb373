import type { EventConditions, FoundEvent } from './rows';

const told = <T>(value: T | undefined, holds: (value: T) => boolean) => value === undefined || holds(value);

/** What `tenant.event_page_sql` says in SQL, for those who follow; `matches.service.test.ts` holds one to the other. */
const HOLDS: Record<keyof EventConditions, (found: FoundEvent, asked: EventConditions) => boolean> = {
  account: ({ event }, { account }) => told(account, (id) => event.accountId === id),
  service: ({ event }, { service }) => told(service, (name) => event.service === name),
  name: ({ event }, { name }) => told(name, (begins) => event.name.startsWith(begins)),
  principal: ({ principalText }, { principal }) => told(principal, (part) => principalText.includes(part)),
  accessKey: ({ event }, { accessKey }) => told(accessKey, (id) => event.principal.accessKeyId === id),
  address: ({ event }, { address }) => told(address, (own) => event.sourceAddress === own),
  source: ({ event }, { source }) => told(source, (id) => event.sourceId === id),
  resource: ({ event }, { resource }) =>
    told(resource, (uid) => event.touches.some(({ resourceUid }) => resourceUid === uid)),
  // ISO 8601 in whole milliseconds, both: text sorts as time does.
  from: ({ event }, { from }) => told(from, (time) => event.time >= time),
  to: ({ event }, { to }) => told(to, (time) => event.time < time),
  outcomes: ({ event }, { outcomes }) => told(outcomes, (some) => some.includes(event.outcome)),
};

/** Whether an event is one that the conditions ask for. */
export function matches(found: FoundEvent, asked: EventConditions): boolean {
  return Object.values(HOLDS).every((holds) => holds(found, asked));
}
