import { inArn, type PickRefs, picking, refsAt, textsAt } from '@/lib/collectors/trail-refs';
import type { ResourceRef, TrailEvent } from '@/lib/collectors/types';
import { partitionOfRegion } from '@/lib/schemas/arn';

/** Cloud Control reads by its own identifier, the type's primary one, which is the resource's id in the inventory. */
const identified = (id: string): ResourceRef => ({ id });

/** The identifier itself. */
export const at = (path: string): PickRefs => refsAt(path, identified);

/** The identifier, or an ARN with the identifier where `form` captures it. ARNs of other things give none. */
export function named(path: string, form: RegExp): PickRefs {
  return refsAt(path, (text) => {
    const id = text.startsWith('arn:') ? form.exec(text)?.[1] : text;
    return id === undefined ? null : identified(id);
  });
}

/** Where only ARNs are given, some of them those of other types: the identifier that `form` captures. */
export function taken(path: string, form: RegExp): PickRefs {
  return inArn(path, form, identified);
}

/** The ARN that a service gives what the record names by less; none where the record lacks region or account. */
export function arnMade(
  service: string,
  path: string,
  resourceOf: (text: string, event: TrailEvent) => string | null,
): PickRefs {
  return picking([path], (event) =>
    textsAt(event, path).flatMap((text) => {
      if (text.startsWith('arn:')) return [identified(text)];
      const { awsRegion, recipientAccountId } = event;
      const resource = resourceOf(text, event);
      if (!awsRegion || !recipientAccountId || resource === null) return [];
      return [
        identified(`arn:${partitionOfRegion(awsRegion)}:${service}:${awsRegion}:${recipientAccountId}:${resource}`),
      ];
    }),
  );
}
