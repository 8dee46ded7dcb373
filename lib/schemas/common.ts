import { z } from 'zod';

/** Ids are opaque to clients. They happen to be UUIDs. */
export const idSchema = z.uuid({ error: 'This is not an id of Mooring.' });
export const timeSchema = z.iso.datetime().meta({ description: 'ISO 8601, UTC' });

/** Keyset pagination: ask again with `pageToken` set to the answer's `nextPageToken` until there is none. */
export const pageQuerySchema = z.object({
  pageSize: z.coerce.number().int().min(1).max(200).default(50),
  pageToken: z.string().max(2000).optional(),
});

export function pageOf<Key extends string, Item extends z.ZodType>(key: Key, item: Item) {
  return z.object({
    [key]: z.array(item),
    nextPageToken: z.string().optional(),
  } as { [K in Key]: z.ZodArray<Item> } & { nextPageToken: z.ZodOptional<z.ZodString> });
}

/** JSON as the wire carries it. */
export const jsonObjectSchema = z.record(z.string(), z.unknown());

/** A name a person gives: shown everywhere, so no control characters and no surrounding space. */
export const displayNameSchema = z
  .string()
  .trim()
  .min(1, 'A name is needed.')
  .max(80, 'At most 80 characters.')
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u, 'Control characters are not allowed in a name.');

/** The optimistic lock: the version one read; a newer one answers stale_version. */
export const versionSchema = z.number().int().min(1);

export const errorBodySchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.array(z.looseObject({ path: z.string().optional(), message: z.string() })),
    requestId: z.string(),
  }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;
