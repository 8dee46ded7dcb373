import type { Tag } from '../store/types';
import { type ActionDefinition, type Call, type Question, reads, writes } from '../wire/action';
import { constraintError, invalidInput, limitExceeded } from '../wire/errors';
import { byKey, paginate } from './page';

const MAX_TAGS = 50;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** The tags of a call's input; IAM compares tag keys without regard to case and refuses duplicates. */
export function tagsParam(call: Call): Tag[] {
  const tags = call.params.structs('Tags').map((each) => {
    const key = each.string('Key');
    const value = each.optional('Value') ?? '';
    if (key.length < 1 || key.length > 128) {
      throw constraintError(key, 'tags.member.key', 'Member must have length between 1 and 128');
    }
    if (value.length > 256) throw constraintError(value, 'tags.member.value', 'Member must have length at most 256');
    if (!ALLOWED.test(key) || !ALLOWED.test(value)) {
      throw constraintError(
        key,
        'tags',
        'Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+',
      );
    }
    if (key.toLowerCase().startsWith('aws:')) {
      throw invalidInput('Tag keys that start with aws: are reserved for system use.');
    }
    return { key, value };
  });
  if (new Set(tags.map((tag) => tag.key.toLowerCase())).size < tags.length) {
    throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  return withinLimit(tags);
}

function withinLimit(tags: Tag[]): Tag[] {
  if (tags.length > MAX_TAGS) throw limitExceeded(`Cannot exceed quota for TagsPerResource: ${MAX_TAGS}`);
  return tags;
}

export function tagsOutput(tags: readonly Tag[]) {
  return tags.map((tag) => ({ Key: tag.key, Value: tag.value }));
}

/** Tags for a structure that leaves the member out when there are none. */
export function optionalTags(tags: readonly Tag[]) {
  return tags.length === 0 ? undefined : tagsOutput(tags);
}

type Tagged = { tags: readonly Tag[] };

/** The three tag actions of one noun. `ask` names the resource for the caller's policies. */
export function tagActions<T extends Tagged>(
  ask: (call: Call) => Question,
  find: (call: Call) => T,
  save: (call: Call, entity: T) => void,
): { tag: ActionDefinition; untag: ActionDefinition; list: ActionDefinition } {
  return {
    tag: writes(ask, (call) => {
      const entity = find(call);
      const added = tagsParam(call);
      const replaced = new Set(added.map((tag) => tag.key.toLowerCase()));
      const kept = entity.tags.filter((tag) => !replaced.has(tag.key.toLowerCase()));
      save(call, { ...entity, tags: withinLimit([...kept, ...added]) });
      return undefined;
    }),
    untag: writes(ask, (call) => {
      const entity = find(call);
      const removed = new Set(call.params.list('TagKeys').map((key) => key.toLowerCase()));
      save(call, { ...entity, tags: entity.tags.filter((tag) => !removed.has(tag.key.toLowerCase())) });
      return undefined;
    }),
    list: reads(ask, (call) => {
      const sorted = [...find(call).tags].sort(byKey((tag) => tag.key));
      const { items, ...page } = paginate(call, sorted, (tag) => tag.key);
      return { Tags: tagsOutput(items), ...page };
    }),
  };
}
