import { isObject, text } from '@/components/resource/json';

/** An event as the cause of a version: who did it and how, and its address in the log. */
export type EventCause = {
  /** For paths.events: the log may not keep it any more. */
  ref: string | null;
  name: string;
  service: string | null;
  who: string;
  issuer: string | null;
  accessKeyId: string | null;
  sourceAddress: string | null;
  userAgent: string | null;
  /** It does not name the resource: a list that it made due found the change. */
  presumed: boolean;
};

/** Reads a cause's detail, which is JSON of another time; what is not there is null, or said to be not known. */
export function eventCauseOf(detail: Readonly<Record<string, unknown>>): EventCause {
  const principal = isObject(detail.principal) ? detail.principal : {};
  const [day, accountId, eventId] = [text(detail.day), text(detail.accountId), text(detail.eventId)];
  return {
    ref: day && accountId && eventId ? `${day.slice(0, 10).replaceAll('-', '')}.${accountId}.${eventId}` : null,
    name: text(detail.name) ?? 'an event',
    service: text(detail.service),
    who: text(principal.label) ?? text(principal.arn) ?? 'somebody not known',
    issuer: text(principal.sessionIssuerArn),
    accessKeyId: text(principal.accessKeyId),
    sourceAddress: text(detail.sourceAddress),
    userAgent: text(detail.userAgent),
    presumed: detail.presumed === true,
  };
}
