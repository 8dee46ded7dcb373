import type { JsonObject } from '@/lib/collectors/types';
import { type Principal, principalOf } from './principal';
import { readsByName } from './read-only';
import { memberOf, objectAt, textAt } from './text';

/** A resource that CloudTrail says a call touched; most services say none. `accountId`: the owner's. */
export type TouchedResource = { arn: string; type: string | null; accountId: string | null };

/**
 * One CloudTrail record. Texts are safe to store and of bounded length; `requestParameters` and its like are as
 * recorded, and only what `mapEvent` picks out of them is checked.
 * - `eventTime`: ISO 8601 UTC with milliseconds; `eventTimeMs`: the same as epoch ms.
 * - `recipientAccountId`: the account that got the record; in old ones, which do not say, that of the caller.
 * - `readOnly`: as recorded; where it is not, told by the name (`readsByName`).
 * - `eventCategory`: `Management` where the record does not say. `sharedEventID`: the same for every account's copy.
 */
export type TrailRecord = {
  eventID: string;
  eventTime: string;
  eventTimeMs: number;
  eventSource: string;
  eventName: string;
  awsRegion: string;
  recipientAccountId: string;
  readOnly: boolean;
  errorCode: string | null;
  errorMessage: string | null;
  sourceIPAddress: string | null;
  userAgent: string | null;
  eventType: string | null;
  eventCategory: string;
  sharedEventID: string | null;
  requestParameters: JsonObject | null;
  responseElements: JsonObject | null;
  serviceEventDetails: JsonObject | null;
  additionalEventData: JsonObject | null;
  resources: TouchedResource[];
  userIdentity: JsonObject | null;
  principal: Principal;
};

/** CloudTrail itself shortens user agents and error messages to 1 KB (User Guide, "CloudTrail record contents"). */
const LONG = 1024;
const ARN = 2048;
const MOST_RESOURCES = 1000;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
const ID = /^[\w.:-]{1,128}$/;
const NAME = /^[\w.:/ -]{1,256}$/;

/** The record in what JSON.parse gave, or null: `recordFault` then says why. Never throws, whatever it is given. */
export function parseRecord(value: unknown): TrailRecord | null {
  const found = essentials(value);
  return typeof found === 'string' ? null : recordOf(value, found);
}

/** Why this is no record of CloudTrail, for the quarantine (`no eventID`); null when it is one. */
export function recordFault(value: unknown): string | null {
  const found = essentials(value);
  return typeof found === 'string' ? found : null;
}

type Essentials = Pick<
  TrailRecord,
  'eventID' | 'eventTime' | 'eventTimeMs' | 'eventSource' | 'eventName' | 'awsRegion' | 'recipientAccountId'
>;

/** What no record is without, or what is wrong with it. */
function essentials(value: unknown): Essentials | string {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return 'not a JSON object';
  // An Insights record tells the call that it is about one level deeper.
  const call = objectAt(value, 'insightDetails') ?? value;
  const [eventID, time] = [memberOf(value, 'eventID'), memberOf(value, 'eventTime')];
  const [eventSource, eventName] = [memberOf(call, 'eventSource'), memberOf(call, 'eventName')];
  const account = memberOf(value, 'recipientAccountId') ?? memberOf(memberOf(value, 'userIdentity'), 'accountId');
  const awsRegion = memberOf(value, 'awsRegion');
  if (!isText(eventID, ID)) return 'no eventID';
  if (!isText(eventSource, NAME)) return 'no eventSource';
  if (!isText(eventName, NAME)) return 'no eventName';
  if (!isText(awsRegion, ID)) return 'no awsRegion';
  if (!isText(account, ID)) return 'no recipientAccountId';
  const eventTimeMs = isText(time, TIME) ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(eventTimeMs)) return 'no eventTime';
  const eventTime = new Date(eventTimeMs).toISOString();
  return { eventID, eventTime, eventTimeMs, eventSource, eventName, awsRegion, recipientAccountId: account };
}

const isText = (value: unknown, form: RegExp): value is string =>
  typeof value === 'string' && value.length <= 256 && form.test(value);

function recordOf(value: unknown, found: Essentials): TrailRecord {
  const userIdentity = objectAt(value, 'userIdentity') as JsonObject | null;
  const insight = memberOf(value, 'insightDetails') !== undefined;
  return {
    ...found,
    readOnly: readOnlyOf(memberOf(value, 'readOnly')) ?? (insight || readsByName(found.eventName)),
    errorCode: textAt(value, 'errorCode', 256),
    errorMessage: textAt(value, 'errorMessage', LONG),
    sourceIPAddress: textAt(value, 'sourceIPAddress', 256),
    userAgent: textAt(value, 'userAgent', LONG),
    eventType: textAt(value, 'eventType', 64),
    eventCategory: textAt(value, 'eventCategory', 64) ?? (insight ? 'Insight' : 'Management'),
    sharedEventID: textAt(value, 'sharedEventID', 128),
    requestParameters: detailsAt(value, 'requestParameters'),
    responseElements: detailsAt(value, 'responseElements'),
    serviceEventDetails: detailsAt(value, 'serviceEventDetails'),
    additionalEventData: detailsAt(value, 'additionalEventData'),
    resources: touched(memberOf(value, 'resources')),
    userIdentity,
    principal: principalOf(userIdentity),
  };
}

function readOnlyOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  const text = value.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : null;
}

/** An object; seen in records as the text of one, too. */
function detailsAt(value: unknown, key: string): JsonObject | null {
  const member = memberOf(value, key);
  if (typeof member !== 'string' || !member.startsWith('{')) return objectAt(value, key) as JsonObject | null;
  try {
    return objectAt({ member: JSON.parse(member) }, 'member') as JsonObject | null;
  } catch {
    return null;
  }
}

/** The element's ARN is spelled `ARN` by most services, `arn` by few. */
function touched(value: unknown): TouchedResource[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MOST_RESOURCES).flatMap((one) => {
    const arn = textAt(one, 'ARN', ARN) ?? textAt(one, 'arn', ARN);
    return arn === null ? [] : [{ arn, type: textAt(one, 'type', 256), accountId: textAt(one, 'accountId', 64) }];
  });
}
