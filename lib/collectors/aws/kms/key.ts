import {
  type AliasListEntry,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type GetKeyRotationStatusResponse,
  type KeyMetadata,
  ListAliasesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  type Tag,
} from '@aws-sdk/client-kms';
import { classifyAwsError } from '@/lib/aws/errors';
import { tokenPages } from '@/lib/aws/pages';
import { attributesOf } from '@/lib/collectors/attributes';
import { concurrently } from '@/lib/collectors/concurrent';
import { orAbsent } from '@/lib/collectors/reads/absent';
import { all, readEach } from '@/lib/collectors/reads/each';
import { enrich } from '@/lib/collectors/reads/gaps';
import type { CollectContext, Collector, Gap, ListPage, NormalizedResource } from '@/lib/collectors/types';
import { isoDate, policyDocument, sorted } from '@/lib/collectors/values';
import { KEY_EVENTS } from './events';

/** An aspect is undefined when it could not be read, null when KMS has none of it. */
export type RawKey = {
  id: string;
  arn: string;
  aliases: string[] | undefined;
  metadata: KeyMetadata | undefined;
  policy: string | undefined;
  rotation: GetKeyRotationStatusResponse | null | undefined;
  tags: Tag[] | undefined;
};

const AT_ONCE = 4;

async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawKey>> {
  const aliases = await enrich('aliases', 'kms:ListAliases', ctx.signal, () => aliasesByKey(ctx));
  let requestStartedAt = ctx.now();
  const pages = tokenPages(
    (Marker) => {
      requestStartedAt = ctx.now();
      return ctx.clients.kms.send(new ListKeysCommand({ Limit: 1000, Marker }), { abortSignal: ctx.signal });
    },
    (page) => page.NextMarker,
  );
  for await (const page of pages) {
    const gaps: Gap[] = aliases.gap ? [aliases.gap] : [];
    const items: RawKey[] = [];
    const read = concurrently(page.Keys ?? [], AT_ONCE, ({ KeyId = '', KeyArn = '' }) =>
      readKey(ctx, { id: KeyId, arn: KeyArn, aliases: aliases.value && (aliases.value.get(KeyId) ?? []) }, gaps),
    );
    for await (const key of read) if (key !== null) items.push(key);
    yield { items, requestStartedAt, gaps };
  }
}

async function aliasesByKey(ctx: CollectContext, KeyId?: string): Promise<Map<string, string[]>> {
  const pages = tokenPages(
    (Marker) =>
      ctx.clients.kms.send(new ListAliasesCommand({ Limit: 100, Marker, ...(KeyId ? { KeyId } : {}) }), {
        abortSignal: ctx.signal,
      }),
    (page) => page.NextMarker,
  );
  const found = new Map<string, string[]>();
  for (const { TargetKeyId = '', AliasName = '' } of await all<{ Aliases?: AliasListEntry[] }, AliasListEntry>(
    pages,
    (page) => page.Aliases,
  )) {
    found.set(TargetKeyId, [...(found.get(TargetKeyId) ?? []), AliasName]);
  }
  return found;
}

type Known = { id: string; arn: string; aliases: string[] | null; metadata?: KeyMetadata };

/** A key's own policy may keep its reader out of any part; null when the key is gone. */
async function readKey(ctx: CollectContext, known: Known, gaps: Gap[]): Promise<RawKey | null> {
  const { kms } = ctx.clients;
  const options = { abortSignal: ctx.signal };
  const KeyId = known.id;
  const take = async <T>(aspect: string, action: string, read: () => Promise<T>): Promise<T | undefined> => {
    const { value, gap } = await enrich(aspect, action, ctx.signal, read);
    if (gap) gaps.push(gap);
    return gap ? undefined : value;
  };
  const metadata =
    known.metadata ??
    (await take('metadata', 'kms:DescribeKey', async () => {
      const answer = await orAbsent(kms.send(new DescribeKeyCommand({ KeyId }), options));
      return answer === null ? null : answer.KeyMetadata;
    }));
  if (metadata === null) return null;
  const byAws = metadata?.KeyManager === 'AWS';
  const [policy, rotation, tags] = await Promise.all([
    take('policy', 'kms:GetKeyPolicy', async () => {
      return (await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }), options)).Policy ?? '';
    }),
    metadata && metadata.KeySpec !== 'SYMMETRIC_DEFAULT'
      ? null
      : take('rotation', 'kms:GetKeyRotationStatus', () =>
          orUnsupported(kms.send(new GetKeyRotationStatusCommand({ KeyId }), options)),
        ),
    // AWS's own keys carry no tags, and refuse to be asked.
    byAws ? [] : take('tags', 'kms:ListResourceTags', () => tagsOf(ctx, KeyId)),
  ]);
  return { id: KeyId, arn: known.arn, aliases: known.aliases ?? undefined, metadata, policy, rotation, tags };
}

/** Keys of a custom or external store do not rotate. */
async function orUnsupported<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (classifyAwsError(error).code === 'UnsupportedOperationException') return null;
    throw error;
  }
}

function tagsOf(ctx: CollectContext, KeyId: string): Promise<Tag[]> {
  const pages = tokenPages(
    (Marker) =>
      ctx.clients.kms.send(new ListResourceTagsCommand({ KeyId, Limit: 50, Marker }), { abortSignal: ctx.signal }),
    (page) => page.NextMarker,
  );
  return all(pages, (page) => page.Tags);
}

const getMany: Collector<RawKey>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, async (ref) => {
    const named = ref.id ?? ref.arn ?? ref.name ?? '';
    const { KeyMetadata: metadata } = await ctx.clients.kms.send(new DescribeKeyCommand({ KeyId: named }), {
      abortSignal: ctx.signal,
    });
    if (!metadata?.KeyId) return null;
    const { KeyId: id, Arn: arn = '' } = metadata;
    const aliases = await enrich('aliases', 'kms:ListAliases', ctx.signal, () => aliasesByKey(ctx, id));
    return readKey(ctx, { id, arn, aliases: aliases.value && (aliases.value.get(id) ?? []), metadata }, []);
  });

const METADATA = ['description', 'enabled', 'keyState', 'keyUsage', 'keySpec', 'keyManager', 'origin', 'multiRegion'];
const NOT_SETTINGS = ['AWSAccountId', 'KeyId', 'Arn', 'CreationDate', 'CustomerMasterKeySpec', 'CurrentKeyMaterialId'];

function normalize({ id, arn, aliases, metadata, policy, rotation, tags }: RawKey): NormalizedResource {
  const names = aliases && sorted(aliases);
  const unread = [
    ...(names ? [] : ['attributes.aliases']),
    ...(metadata ? [] : METADATA.map((name) => `attributes.${name}`)),
    ...(policy === undefined ? ['attributes.policy'] : []),
    ...(rotation === undefined ? ['attributes.rotation', 'volatile.nextRotationDate'] : []),
    ...(tags === undefined ? ['tags'] : []),
  ];
  return {
    type: 'AWS::KMS::Key',
    id,
    arn,
    name: names?.[0] ?? id,
    region: arn.split(':')[3] ?? '',
    tags: Object.fromEntries((tags ?? []).map(({ TagKey = '', TagValue = '' }) => [TagKey, TagValue])),
    attributes: {
      ...(metadata && attributesOf(metadata, { omit: NOT_SETTINGS })),
      ...(names && { aliases: names }),
      ...(policy !== undefined && { policy: policyDocument(policy) }),
      ...(rotation !== undefined && {
        rotation: rotation && {
          enabled: rotation.KeyRotationEnabled ?? false,
          periodInDays: rotation.RotationPeriodInDays ?? null,
        },
      }),
    },
    volatile: { ...(rotation !== undefined && { nextRotationDate: isoDate(rotation?.NextRotationDate) }) },
    relationships: [],
    createdAt: isoDate(metadata?.CreationDate),
    unread,
  };
}

export const keyCollector: Collector<RawKey> = {
  service: 'kms',
  type: 'AWS::KMS::Key',
  title: 'KMS key',
  scope: 'regional',
  actions: ['kms:ListKeys'],
  enrichingActions: [
    'kms:ListAliases',
    'kms:DescribeKey',
    'kms:GetKeyPolicy',
    'kms:GetKeyRotationStatus',
    'kms:ListResourceTags',
  ],
  readActions: [],
  list,
  getMany,
  normalize,
  events: KEY_EVENTS,
};
