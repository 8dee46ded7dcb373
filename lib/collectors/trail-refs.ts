import type { EventMapping, Json, JsonObject, ResourceRef, TrailEvent } from '@/lib/collectors/types';

/** What a record says of the resources it touched; [] when it does not say. */
export type PickRefs = (event: TrailEvent) => ResourceRef[];

/** Every text at a path such as `requestParameters.userName` or `responseElements.instancesSet.items[].instanceId`. */
export function textsAt(event: TrailEvent, path: string): string[] {
  const [root, ...rest] = path.split('.');
  const start = root === 'requestParameters' ? event.requestParameters : event.responseElements;
  let values: (Json | undefined)[] = [start];
  for (const step of rest) {
    const each = step.endsWith('[]');
    const key = each ? step.slice(0, -2) : step;
    const found = values.map((value) => memberOf(value, key));
    values = each ? found.flatMap((value) => (Array.isArray(value) ? value : [])) : found;
  }
  return values.filter((value) => typeof value === 'string' && value !== '') as string[];
}

function memberOf(value: Json | undefined, key: string): Json | undefined {
  if (value === null || value === undefined || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? (value as JsonObject)[key] : undefined;
}

/**
 * Refs from the paths that hold their parts. A path through `items[]` gives one ref for each; all parts of one ref must
 * then come from lists of the same length.
 */
export function refFrom(paths: { [part in keyof ResourceRef]?: string }): PickRefs {
  return (event) => {
    const parts = Object.entries(paths).map(([part, path]) => [part, textsAt(event, path)] as const);
    const count = Math.max(0, ...parts.map(([, texts]) => texts.length));
    return Array.from({ length: count }, (_, index) => {
      const known = parts.flatMap(([part, texts]) => {
        const text = texts[index] ?? (texts.length === 1 ? texts[0] : undefined);
        return text === undefined ? [] : [[part, text] as const];
      });
      return Object.fromEntries(known) as ResourceRef;
    });
  };
}

/** The first pick that finds something. */
export function firstOf(...picks: PickRefs[]): PickRefs {
  return (event) => {
    for (const pick of picks) {
      const refs = pick(event);
      if (refs.length > 0) return refs;
    }
    return [];
  };
}

/** What all picks find. */
export function allOf(...picks: PickRefs[]): PickRefs {
  return (event) => picks.flatMap((pick) => pick(event));
}

/** Event mappings of one source: `upserts` and `deletes` are event names whose record names the resources as `pick` says. */
export function trailEvents(
  source: string,
  pick: PickRefs,
  names: { upserts?: readonly string[]; deletes?: readonly string[] },
): EventMapping[] {
  const mapping = (effect: EventMapping['effect']) => (name: string) => ({ source, name, effect, refs: pick });
  return [...(names.upserts ?? []).map(mapping('upsert')), ...(names.deletes ?? []).map(mapping('delete'))];
}
