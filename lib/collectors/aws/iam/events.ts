import type { EventMapping, Json, JsonObject, ResourceRef, TrailEvent } from '@/lib/collectors/types';

const SOURCE = 'iam.amazonaws.com';

type Pick = (event: TrailEvent) => ResourceRef | null;

/** The text at a path such as `requestParameters.userName`, else undefined. */
function text(event: TrailEvent, path: string): string | undefined {
  const [root, ...rest] = path.split('.');
  let value: Json | undefined = root === 'requestParameters' ? event.requestParameters : event.responseElements;
  for (const key of rest) {
    if (value === null || value === undefined || typeof value !== 'object' || Array.isArray(value)) return undefined;
    value = Object.hasOwn(value, key) ? (value as JsonObject)[key] : undefined;
  }
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A ref from the paths that hold its parts; null when no path holds anything. */
export function refFrom(paths: { [part in keyof ResourceRef]?: string }): Pick {
  return (event) => {
    const ref: ResourceRef = {};
    for (const [part, path] of Object.entries(paths)) {
      const value = text(event, path);
      if (value !== undefined) ref[part as keyof ResourceRef] = value;
    }
    return Object.keys(ref).length > 0 ? ref : null;
  };
}

/** The first pick that finds something. */
export function firstOf(...picks: Pick[]): Pick {
  return (event) => {
    for (const pick of picks) {
      const ref = pick(event);
      if (ref) return ref;
    }
    return null;
  };
}

/** IAM event mappings: `upserts` and `deletes` are event names whose record names the resource as `pick` says. */
export function iamEvents(pick: Pick, names: { upserts?: string[]; deletes?: string[] }): EventMapping[] {
  const mapping = (effect: EventMapping['effect']) => (name: string) => ({
    source: SOURCE,
    name,
    effect,
    refs: (event: TrailEvent) => {
      const ref = pick(event);
      return ref ? [ref] : [];
    },
  });
  return [...(names.upserts ?? []).map(mapping('upsert')), ...(names.deletes ?? []).map(mapping('delete'))];
}
