import type { JsonObject } from '@/lib/collectors/types';
import { momentOf } from './event-time';
import { type Principal, principalOf } from './principal';
import { readsByName } from './read-only';
import { type Members, membersOf, plainTextOf, type TextReader, textOf } from './text';

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
const ID = charactersOf('._:-');
const [ID_LENGTH, NAME_LENGTH] = [128, 256];
const NAME = charactersOf('._:/ -');

/**
 * The record in what JSON.parse gave, or null: `recordFault` then says why. Never throws, whatever it is given. `plain`: the
 * text that was parsed has no escape `\u`, so that its texts need not be looked at one by one.
 */
export function parseRecord(value: unknown, plain = false): TrailRecord | null {
  const members = membersOf(value);
  const found = essentials(members);
  return members === null || typeof found === 'string' ? null : recordOf(members, found, plain ? plainTextOf : textOf);
}

/** Why this is no record of CloudTrail, for the quarantine (`no eventID`); null when it is one. */
export function recordFault(value: unknown): string | null {
  const found = essentials(membersOf(value));
  return typeof found === 'string' ? found : null;
}

type Essentials = Pick<
  TrailRecord,
  'eventID' | 'eventTime' | 'eventTimeMs' | 'eventSource' | 'eventName' | 'awsRegion' | 'recipientAccountId'
>;

/** What no record is without, or what is wrong with it. */
function essentials(value: Members | null): Essentials | string {
  if (value === null) return 'not a JSON object';
  // An Insights record tells the call that it is about one level deeper.
  const { eventSource, eventName } = membersOf(value.insightDetails) ?? value;
  const { eventID, awsRegion, eventTime: time } = value;
  const account = value.recipientAccountId ?? membersOf(value.userIdentity)?.accountId;
  if (!isText(eventID, ID, ID_LENGTH)) return 'no eventID';
  if (!isText(eventSource, NAME, NAME_LENGTH)) return 'no eventSource';
  if (!isText(eventName, NAME, NAME_LENGTH)) return 'no eventName';
  if (!isText(awsRegion, ID, ID_LENGTH)) return 'no awsRegion';
  if (!isText(account, ID, ID_LENGTH)) return 'no recipientAccountId';
  const moment = typeof time === 'string' && time.length <= 64 ? momentOf(time) : null;
  if (moment === null) return 'no eventTime';
  const { iso: eventTime, ms: eventTimeMs } = moment;
  return { eventID, eventTime, eventTimeMs, eventSource, eventName, awsRegion, recipientAccountId: account };
}

/** By character code: letters, digits, and these. A table, because a regular expression takes longer to be called than to run. */
function charactersOf(others: string): Uint8Array {
  const allowed = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789${others}`;
  return Uint8Array.from({ length: 128 }, (_, code) => (allowed.includes(String.fromCharCode(code)) ? 1 : 0));
}

function isText(value: unknown, characters: Uint8Array, most: number): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > most) return false;
  for (let at = 0; at < value.length; at += 1) if (characters[value.charCodeAt(at)] !== 1) return false;
  return true;
}

function recordOf(value: Members, found: Essentials, text: TextReader): TrailRecord {
  const userIdentity = membersOf(value.userIdentity) as JsonObject | null;
  const insight = value.insightDetails !== undefined;
  return {
    eventID: found.eventID,
    eventTime: found.eventTime,
    eventTimeMs: found.eventTimeMs,
    eventSource: found.eventSource,
    eventName: found.eventName,
    awsRegion: found.awsRegion,
    recipientAccountId: found.recipientAccountId,
    readOnly: readOnlyOf(value.readOnly) ?? (insight || readsByName(found.eventName)),
    errorCode: text(value.errorCode, 256),
    errorMessage: text(value.errorMessage, LONG),
    sourceIPAddress: text(value.sourceIPAddress, 256),
    userAgent: text(value.userAgent, LONG),
    eventType: text(value.eventType, 64),
    eventCategory: text(value.eventCategory, 64) ?? (insight ? 'Insight' : 'Management'),
    sharedEventID: text(value.sharedEventID, 128),
    requestParameters: detailsOf(value.requestParameters),
    responseElements: detailsOf(value.responseElements),
    serviceEventDetails: detailsOf(value.serviceEventDetails),
    additionalEventData: detailsOf(value.additionalEventData),
    resources: touched(value.resources, text),
    userIdentity,
    principal: principalOf(userIdentity, text),
  };
}

function readOnlyOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  const text = value.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : null;
}

/** An object; seen in records as the text of one, too. */
function detailsOf(value: unknown): JsonObject | null {
  if (typeof value !== 'string' || !value.startsWith('{')) return membersOf(value) as JsonObject | null;
  try {
    return membersOf(JSON.parse(value)) as JsonObject | null;
  } catch {
    return null;
  }
}

/** The element's ARN is spelled `ARN` by most services, `arn` by few. */
function touched(value: unknown, text: TextReader): TouchedResource[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MOST_RESOURCES).flatMap((one: unknown) => {
    const members = membersOf(one);
    const arn = text(members?.ARN, ARN) ?? text(members?.arn, ARN);
    return arn === null ? [] : [{ arn, type: text(members?.type, 256), accountId: text(members?.accountId, 64) }];
  });
}
