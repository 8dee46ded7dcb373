import { COLLECTORS } from '@/lib/collectors/registry';
import {
  type AnyCollector,
  type EventChange,
  type EventMapping,
  GLOBAL_REGION,
  type ResourceRef,
} from '@/lib/collectors/types';
import type { TrailRecord } from './record';

/** A resource to read again, by its type's collector in `region` (`global` for what an account has once). */
export type EventTarget = { type: string; region: string; ref: ResourceRef; effect: 'upsert' | 'delete' };

/**
 * `reason` is set when there are no targets. `noCollector`: no collected type declares this event, or only tags and the
 * like of things that are not collected. `noReference`: one does, but the record names no resource of the recipient's
 * account, so that only a scan can tell. `untold`: scopes in which something else changed by the same event, though the
 * record never says what (the volumes of a terminated instance): they are to be listed again.
 */
export type Mapped = {
  targets: EventTarget[];
  untold: { type: string; region: string }[];
  reason?: 'noCollector' | 'noReference';
};

type Declared = { collector: AnyCollector; mapping: EventMapping };
type Index = ReadonlyMap<string, readonly Declared[]>;

const INDEXES = new WeakMap<readonly AnyCollector[], Index>();

/**
 * The resources of the recipient's account that a record says were touched, each once; pure, and never throws. An id is
 * of that account: an ARN of another account is left out (that account has its own copy of the record), one of another
 * region gives its region. `effect: 'delete'` expects it to be gone; a batch that also makes it says `upsert`.
 */
export function mapEvent(record: TrailRecord, collectors: readonly AnyCollector[] = COLLECTORS): Mapped {
  const declared = indexOf(collectors).get(keyOf(record.eventSource, record.eventName));
  if (declared === undefined) return { targets: [], untold: [], reason: 'noCollector' };
  const targets = new Map<string, EventTarget>();
  for (const { collector, mapping } of declared) {
    for (const ref of mapping.refs(record)) {
      const target = targetOf(record, collector, mapping.change, ref);
      if (target === null) continue;
      const key = JSON.stringify([target.type, target.region, ref.id, ref.arn, ref.name, ref.parentName]);
      if (target.effect === 'upsert' || !targets.has(key)) targets.set(key, target);
    }
  }
  const untold = untoldScopes(record, declared);
  if (targets.size > 0) return { targets: [...targets.values()], untold };
  const reason = declared.every(({ mapping }) => mapping.shared) ? 'noCollector' : 'noReference';
  return { targets: [], untold, reason };
}

const keyOf = (source: string, name: string) => `${source} ${name}`;

function indexOf(collectors: readonly AnyCollector[]): Index {
  const known = INDEXES.get(collectors);
  if (known) return known;
  const index = new Map<string, Declared[]>();
  for (const collector of collectors) {
    for (const mapping of collector.events) {
      const key = keyOf(mapping.source, mapping.name);
      index.set(key, [...(index.get(key) ?? []), { collector, mapping }]);
    }
  }
  INDEXES.set(collectors, index);
  return index;
}

/** Of each type that has the event declared without a place where it could be told. */
function untoldScopes(record: TrailRecord, declared: readonly Declared[]): Mapped['untold'] {
  const mute = declared.filter(({ mapping }) => mapping.at.length === 0).map(({ collector }) => collector);
  return [...new Set(mute)].map(({ type, scope }) => ({ type, region: regionOf(scope, record) }));
}

const regionOf = (scope: AnyCollector['scope'], { awsRegion }: TrailRecord, other?: string): string =>
  scope === 'global' ? GLOBAL_REGION : other || awsRegion;

function targetOf(
  record: TrailRecord,
  { type, scope }: AnyCollector,
  change: EventChange,
  ref: ResourceRef,
): EventTarget | null {
  const texts = Object.values(ref);
  if (texts.length === 0 || !texts.every(isStorable)) return null;
  const arn = placeOf(ref.arn ?? ref.id ?? ref.name);
  const owner = arn?.accountId || ownerOf(record, ref);
  if (owner && owner !== record.recipientAccountId) return null;
  const region = regionOf(scope, record, arn?.region);
  return { type, region, ref, effect: change === 'delete' ? 'delete' : 'upsert' };
}

/** No id or ARN is longer, none holds a control character, and PostgreSQL refuses NUL and half surrogate pairs. */
const isStorable = (text: string | undefined): boolean =>
  text === undefined || (text.length > 0 && text.length <= 2048 && text.isWellFormed() && !/\p{Cc}/u.test(text));

/** Region and account of an ARN; both are empty where the service leaves them out (S3, IAM's region). */
function placeOf(text: string | undefined): { region: string; accountId: string } | null {
  if (!text?.startsWith('arn:')) return null;
  const [, , , region = '', accountId = ''] = text.split(':', 6);
  return { region, accountId };
}

/** Whose it is, where CloudTrail lists the resource with its owner: bucket calls are recorded in both accounts. */
function ownerOf({ resources }: TrailRecord, { id, name }: ResourceRef): string | null {
  const called = name ?? id;
  if (called === undefined) return null;
  const owned = resources.find(({ arn }) => arn.endsWith(`:${called}`) || arn.endsWith(`/${called}`));
  return owned?.accountId ?? null;
}
