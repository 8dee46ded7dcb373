import type { EventRow } from '@/lib/db/bulk/events';
import { maskSecrets } from '@/lib/events/mask';
import { principalLabel } from '@/lib/events/principal-label';
import type { TrailRecord } from '@/lib/events/record';
import { dayOf } from './retention';

/** A record's own JSON is kept up to this size; what is larger is named, not shown. */
const MAX_RAW_BYTES = 64 * 1024;

/** The part of the record's service before `.amazonaws.com`. */
export const serviceOf = ({ eventSource }: TrailRecord): string => eventSource.replace(/\.amazonaws\.com(\.cn)?$/, '');

/** A row of the log. `receivedAt`: epoch ms, database clock; `reason`: what is to be said beside the outcome. */
export function eventRow(record: TrailRecord, receivedAt: number, reason: string | null = null): EventRow {
  const { principal } = record;
  const raw = maskSecrets(rawOf(record));
  const label = principalLabel(principal);
  const words = [label, principal.arn, principal.userName, principal.sessionIssuerArn, principal.sessionName];
  return {
    day: dayOf(record.eventTimeMs),
    accountId: record.recipientAccountId,
    eventId: record.eventID,
    time: record.eventTime,
    receivedAt: new Date(receivedAt).toISOString(),
    region: record.awsRegion,
    service: serviceOf(record),
    name: record.eventName,
    principal: {
      type: principal.type,
      label,
      arn: principal.arn,
      accountId: principal.accountId,
      accessKeyId: principal.accessKeyId,
      sessionIssuerArn: principal.sessionIssuerArn,
      sessionName: principal.sessionName,
    },
    principalText: [...new Set(words.filter((word) => word !== null))].join('\n').toLowerCase(),
    accessKeyId: principal.accessKeyId,
    sourceAddress: record.sourceIPAddress,
    userAgent: record.userAgent,
    raw: Buffer.byteLength(JSON.stringify(raw)) > MAX_RAW_BYTES ? null : raw,
    reason,
  };
}

/** CloudTrail's fields under CloudTrail's names; what only we derived is left out. */
function rawOf(record: TrailRecord): Record<string, unknown> {
  const { eventTimeMs: _ms, principal: _principal, ...raw } = record;
  return Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== null));
}
