import { AwsError } from '../wire/errors';

export type Tags = Record<string, string>;
type WireTag = { Key?: string | undefined; Value?: string | undefined };

export function tagsOf(given: readonly WireTag[] | undefined): Tags {
  return Object.fromEntries((given ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The tags after an addition; Elastic Load Balancing keeps 50 at most. */
export function withTags(tags: Tags, added: readonly WireTag[] | undefined): Tags {
  const next = { ...tags, ...tagsOf(added) };
  if (Object.keys(next).length > 50)
    throw new AwsError('TooManyTags', 'The resource already has the maximum number of tags.');
  return next;
}

export function withoutTags(tags: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}
