import type { EventChange, EventMapping, Json, JsonObject, ResourceRef, TrailEvent } from '@/lib/collectors/types';

/**
 * What a record says of the resources it touched, [] when it does not say; `at`: the places where it says so. `shared`:
 * the event is one of other types too (tags), so that [] is no loss.
 */
export type PickRefs = { (event: TrailEvent): ResourceRef[]; readonly at: readonly string[]; readonly shared: boolean };

const ROOTS = [
  'requestParameters',
  'responseElements',
  'serviceEventDetails',
  'additionalEventData',
  'userIdentity',
] as const satisfies readonly (keyof TrailEvent)[];

/**
 * Every text at a path such as `requestParameters.userName` or `responseElements.instancesSet.items[].instanceId`.
 * `name[]` is a list's members, `name[?]` a list's members or the one thing that is no list.
 */
export function textsAt(event: TrailEvent, path: string): string[] {
  const [first, ...rest] = path.split('.');
  const root = ROOTS.find((one) => one === first);
  let values: (Json | undefined)[] = [root && event[root]];
  for (const step of rest) {
    const [key = '', many] = step.split(/(\[\??\])$/);
    const found = values.map((value) => memberOf(value, key));
    const loose = many === '[?]';
    values = many ? found.flatMap((value) => (Array.isArray(value) ? value : loose ? [value] : [])) : found;
  }
  return values.filter((value) => typeof value === 'string' && value !== '') as string[];
}

function memberOf(value: Json | undefined, key: string): Json | undefined {
  if (value === null || value === undefined || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? (value as JsonObject)[key] : undefined;
}

/** A pick of its own kind, with the places it looks at. */
export function picking(at: readonly string[], pick: (event: TrailEvent) => ResourceRef[], shared = false): PickRefs {
  return Object.assign((event: TrailEvent) => pick(event), { at, shared });
}

/** The pick, of an event that touches resources of other types just as well. */
export const amongOthers = (pick: PickRefs): PickRefs => picking(pick.at, pick, true);

/** The record says that something of this type changed, and not what: only a scan can tell. */
export const nothing: PickRefs = picking([], () => []);

/** What a scope has one of at most. */
export const theOnly = (name: string): PickRefs => picking(['(one per account)'], () => [{ name }]);

/** One ref for each text at a path, where `toRef` makes one of it. */
export function refsAt(path: string, toRef: (text: string) => ResourceRef | null): PickRefs {
  return picking([path], (event) =>
    textsAt(event, path).flatMap((text) => {
      const ref = toRef(text);
      return ref === null ? [] : [ref];
    }),
  );
}

/** The text in an ARN that `form` captures (its first group) becomes the ref; tags of other things give none. */
export function inArn(path: string, form: RegExp, toRef: (text: string) => ResourceRef): PickRefs {
  const found = refsAt(path, (arn) => {
    const text = form.exec(arn)?.[1];
    return text === undefined ? null : toRef(text);
  });
  return amongOthers(found);
}

/** A path where callers give either the ARN or the name. */
export const arnOrName = (path: string): PickRefs =>
  refsAt(path, (text) => (text.startsWith('arn:') ? { arn: text } : { name: text }));

/** ARNs of this form in CloudTrail's own list of the resources that a call touched. */
export function listed(form: RegExp): PickRefs {
  return picking(['resources[].ARN'], ({ resources }) =>
    (Array.isArray(resources) ? resources : []).flatMap(({ arn }) =>
      typeof arn === 'string' && form.test(arn) ? [{ arn }] : [],
    ),
  );
}

/** The pick, for records of which `holds` says yes. */
export function only(holds: (event: TrailEvent) => boolean, pick: PickRefs): PickRefs {
  return picking(pick.at, (event) => (holds(event) ? pick(event) : []), pick.shared);
}

/**
 * Refs from the paths that hold their parts. A path through `items[]` gives one ref for each; all parts of one ref must
 * then come from lists of the same length.
 */
export function refFrom(paths: { [part in keyof ResourceRef]?: string }): PickRefs {
  return picking(Object.values(paths), (event) => {
    const parts = Object.entries(paths).map(([part, path]) => [part, textsAt(event, path)] as const);
    const count = Math.max(0, ...parts.map(([, texts]) => texts.length));
    return Array.from({ length: count }, (_, index) => {
      const known = parts.flatMap(([part, texts]) => {
        const text = texts[index] ?? (texts.length === 1 ? texts[0] : undefined);
        return text === undefined ? [] : [[part, text] as const];
      });
      return Object.fromEntries(known) as ResourceRef;
    });
  });
}

const placesOf = (picks: readonly PickRefs[]) => [...new Set(picks.flatMap(({ at }) => at))];

/** The first pick that finds something. */
export function firstOf(...picks: PickRefs[]): PickRefs {
  const first = (event: TrailEvent): ResourceRef[] => {
    for (const pick of picks) {
      const refs = pick(event);
      if (refs.length > 0) return refs;
    }
    return [];
  };
  return picking(
    placesOf(picks),
    first,
    picks.every(({ shared }) => shared),
  );
}

/** What all picks find. */
export function allOf(...picks: PickRefs[]): PickRefs {
  const all = (event: TrailEvent) => picks.flatMap((pick) => pick(event));
  return picking(
    placesOf(picks),
    all,
    picks.every(({ shared }) => shared),
  );
}

/** Names of events by what they do to the resources that one pick finds. */
export type NamedChanges = { creates?: readonly string[]; updates?: readonly string[]; deletes?: readonly string[] };

/** Event mappings of one source. */
export function trailEvents(source: string, refs: PickRefs, names: NamedChanges): EventMapping[] {
  const mapping = (change: EventChange) => (name: string) => ({
    source,
    name,
    change,
    at: refs.at,
    shared: refs.shared,
    refs,
  });
  return [
    ...(names.creates ?? []).map(mapping('create')),
    ...(names.updates ?? []).map(mapping('update')),
    ...(names.deletes ?? []).map(mapping('delete')),
  ];
}
