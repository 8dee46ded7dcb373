import type { EventView } from '@/lib/schemas/event';

/** Whether an event is one that the filters ask for: what `tenant.event_page_sql` says in SQL, for those who follow. */
export function matches(event: EventView, filters: Record<string, unknown>): boolean {
  const { account, service, name, accessKey, address, source, resource, outcomes, principal, from, to } = filters;
  const text = (value: unknown): value is string => typeof value === 'string';
  if (text(account) && event.accountId !== account) return false;
  if (text(service) && event.service !== service) return false;
  if (text(name) && !event.name.startsWith(name)) return false;
  if (text(accessKey) && event.principal.accessKeyId !== accessKey) return false;
  if (text(address) && event.sourceAddress !== address) return false;
  if (text(source) && event.sourceId !== source) return false;
  if (text(resource) && !event.touches.some(({ resourceUid }) => resourceUid === resource)) return false;
  if (Array.isArray(outcomes) && !outcomes.includes(event.outcome)) return false;
  if (text(principal) && !principalText(event).includes(principal.toLowerCase())) return false;
  if (text(from) && event.time < from) return false;
  return !(text(to) && event.time >= to);
}

function principalText({ principal }: EventView): string {
  const { label, arn, sessionIssuerArn, sessionName } = principal;
  return [label, arn, sessionIssuerArn, sessionName].join('\n').toLowerCase();
}
