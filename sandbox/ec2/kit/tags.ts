import type { Tag, TagSpecification } from '@aws-sdk/client-ec2';
import { AwsError } from '../../wire/errors';

/** Tags that a create call gives to what it makes. */
export function tagsFor(specifications: readonly TagSpecification[] | undefined, resourceType: string): Tag[] {
  const given = (specifications ?? []).filter((each) => each.ResourceType === resourceType);
  return mergeTags(
    [],
    given.flatMap(({ Tags }) => Tags ?? []),
  );
}

export function mergeTags(former: readonly Tag[] | undefined, added: readonly Tag[]): Tag[] {
  const tags = new Map((former ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
  for (const { Key = '', Value = '' } of added) {
    if (Key.startsWith('aws:')) {
      throw new AwsError('InvalidParameterValue', `Tag keys starting with 'aws:' are reserved for internal use`);
    }
    tags.set(Key, Value);
  }
  if (tags.size > 50) throw new AwsError('TagLimitExceeded', 'The maximum number of tags for a resource is 50.');
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}
