import { amongOthers, type PickRefs, picking, refsAt, textsAt, trailEvents } from '@/lib/collectors/trail-refs';
import type { EventMapping, TrailEvent } from '@/lib/collectors/types';

const SOURCE = 'ec2.amazonaws.com';
const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

type ReadTexts = (event: TrailEvent) => string[];

/**
 * Texts at a path of the request. CloudTrail records the calls that EC2 got since about 2016 within a member
 * `<event>Request` and with AWS's capital names, lists as `{ content, tag }`; older ones flat, in camelCase.
 */
function requested(path: string): ReadTexts {
  return (event) => {
    const flat = textsAt(event, `requestParameters.${path}`);
    if (flat.length > 0) return flat;
    const wrapped = `requestParameters.${event.eventName}Request.${path.split('.').map(capital).join('.')}`;
    return [...textsAt(event, `${wrapped}[?]`), ...textsAt(event, `${wrapped}[?].content`)];
  };
}

function responded(path: string): ReadTexts {
  return (event) => {
    const flat = textsAt(event, `responseElements.${path}`);
    if (flat.length > 0) return flat;
    // The newer calls' answers name lists' members `item`: an object where there is one, else a list of them.
    return textsAt(event, `responseElements.${event.eventName}Response.${path.replaceAll('items[]', 'item[?]')}`);
  };
}

/** Ids at these places, each once: `asks` in the request, `answers` in the response. */
export function ids(places: { asks?: readonly string[]; answers?: readonly string[] }): PickRefs {
  const { asks = [], answers = [] } = places;
  const reads = [...asks.map(requested), ...answers.map(responded)];
  const at = [...asks.map((path) => `requestParameters.${path}`), ...answers.map((path) => `responseElements.${path}`)];
  return picking(at, (event) => [...new Set(reads.flatMap((read) => read(event)))].map((id) => ({ id })));
}

/** Names at these places, where no id is told. */
export function names(...asks: readonly string[]): PickRefs {
  const reads = asks.map(requested);
  const at = asks.map((path) => `requestParameters.${path}`);
  return picking(at, (event) => [...new Set(reads.flatMap((read) => read(event)))].map((name) => ({ name })));
}

/** The resources of one type among those that CreateTags and DeleteTags name; ids tell their type by their prefix. */
export function taggingEvents(prefix: string): EventMapping[] {
  const tagged = amongOthers(
    refsAt('requestParameters.resourcesSet.items[].resourceId', (id) => (id.startsWith(prefix) ? { id } : null)),
  );
  return trailEvents(SOURCE, tagged, { updates: ['CreateTags', 'DeleteTags'] });
}

/** Event mappings of EC2. */
export const ec2Events = (pick: PickRefs, changes: Parameters<typeof trailEvents>[2]): EventMapping[] =>
  trailEvents(SOURCE, pick, changes);
