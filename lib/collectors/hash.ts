import { hash } from 'node:crypto';
import type { Json, JsonObject, NormalizedResource } from './types';

/** JSON with sorted object keys and no spaces: equal values give equal text. A scan does this to all it reads, so it is plain loops. */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += text === '' ? canonicalJson(item) : `,${canonicalJson(item)}`;
    return `[${text}]`;
  }
  for (const key of Object.keys(value).sort()) {
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(value[key] as Json)}`;
  }
  return `{${text}}`;
}

/** In one call: an object for each hash costs more than hashing a kilobyte. */
const sha256 = (text: string): string => hash('sha256', text);

/**
 * Two sha256 hex digests. `contentHash`: what makes a version (type, id, arn, name, tags, attributes). `rowHash`: that,
 * volatile, creation time and relationships (in any order).
 */
export function hashResource(resource: NormalizedResource): { contentHash: string; rowHash: string } {
  const { type, id, arn, name, region, tags, attributes, volatile, createdAt } = resource;
  const contentHash = sha256(canonicalJson({ type, id, arn, name, region, tags, attributes }));
  const relationships = resource.relationships.map((edge) => canonicalJson(edge)).sort();
  const rowHash = sha256(canonicalJson({ contentHash, volatile, createdAt, relationships }));
  return { contentHash, rowHash };
}

/**
 * What a resource is when a read left parts `unread` and the row has them: the former values are kept, so that a denial
 * never looks like a removal. Hash the answer anew before comparing it with the row.
 */
export function carryOver(
  resource: NormalizedResource,
  former: { tags: Record<string, string>; attributes: JsonObject; volatile: JsonObject },
): NormalizedResource {
  if (resource.unread.length === 0) return resource;
  const kept = { ...resource, attributes: { ...resource.attributes }, volatile: { ...resource.volatile } };
  for (const path of resource.unread) {
    const [part, name = ''] = path.split('.', 2);
    if (part === 'tags') kept.tags = former.tags;
    if (part === 'attributes' && Object.hasOwn(former.attributes, name)) {
      kept.attributes[name] = former.attributes[name] as Json;
    }
    if (part === 'volatile' && Object.hasOwn(former.volatile, name)) {
      kept.volatile[name] = former.volatile[name] as Json;
    }
  }
  return kept;
}
