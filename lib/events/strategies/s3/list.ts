import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import pLimit from 'p-limit';
import type { StrategyContext } from '@/lib/events/strategies/types';
import type { BucketConfig } from '@/lib/schemas/event-source';
import { partsOf, rootOf } from './place';

export type ListedFile = { key: string; size: number };

const AT_ONCE = 8;

/** One page of keys behind `after`, in order; `more`: there are others behind these. */
export async function listFiles(
  ctx: StrategyContext,
  { bucketName, region, accountID }: BucketConfig,
  folder: string,
  after: string | null,
): Promise<{ files: ListedFile[]; more: boolean }> {
  const command = new ListObjectsV2Command({
    Bucket: bucketName,
    Prefix: folder,
    ...(after === null ? {} : { StartAfter: after }),
    ExpectedBucketOwner: accountID,
  });
  const { Contents, IsTruncated } = await ctx.clients(region).s3.send(command, { abortSignal: ctx.signal });
  const files = (Contents ?? []).flatMap(({ Key, Size }) => (Key ? [{ key: Key, size: Size ?? 0 }] : []));
  return { files, more: IsTruncated === true };
}

/** Names of the folders right under a prefix. */
async function foldersUnder(
  ctx: StrategyContext,
  { bucketName, region, accountID }: BucketConfig,
  prefix: string,
): Promise<string[]> {
  const found: string[] = [];
  for (let token: string | undefined, more = true; more; ) {
    const command = new ListObjectsV2Command({
      Bucket: bucketName,
      Prefix: prefix,
      Delimiter: '/',
      ExpectedBucketOwner: accountID,
      ...(token ? { ContinuationToken: token } : {}),
    });
    const page = await ctx.clients(region).s3.send(command, { abortSignal: ctx.signal });
    for (const { Prefix } of page.CommonPrefixes ?? []) if (Prefix) found.push(Prefix.slice(prefix.length, -1));
    token = page.NextContinuationToken;
    more = page.IsTruncated === true && token !== undefined;
  }
  return found;
}

/** Folders that hold accounts: the root itself, and an organization's under it. */
async function parentsOf(ctx: StrategyContext, config: BucketConfig) {
  const root = rootOf(config);
  const children = await foldersUnder(ctx, config, root);
  const organizations = children.filter((name) => /^o-[a-z0-9]{10,32}$/.test(name));
  const accounts = await Promise.all(
    organizations.map(async (name) => ({
      parent: `${root}${name}/`,
      accounts: await foldersUnder(ctx, config, `${root}${name}/`),
    })),
  );
  return [{ parent: root, accounts: children }, ...accounts].map(({ parent, accounts: names }) => ({
    parent,
    accounts: names.filter((name) => /^\d{12}$/.test(name)),
  }));
}

/** `<account>/<region>` of everything under the prefix, of a trail of one account or of an organization. */
export async function findShards(ctx: StrategyContext, config: BucketConfig): Promise<string[]> {
  const limit = pLimit(AT_ONCE);
  const parents = await parentsOf(ctx, config);
  const found = await Promise.all(
    parents.flatMap(({ parent, accounts }) =>
      accounts.map((account) =>
        limit(async () => {
          const regions = await foldersUnder(ctx, config, `${parent}${account}/CloudTrail/`);
          return regions.map((region) => `${account}/${region}`).filter((shard) => partsOf(shard) !== null);
        }),
      ),
    ),
  );
  return [...new Set(found.flat())].sort();
}

/** Where the files of a shard lie: under the root, under an organization, or (when a trail was changed) in both. */
export async function foldersOf(
  ctx: StrategyContext,
  config: BucketConfig,
  { accountId, region }: { accountId: string; region: string },
): Promise<string[]> {
  const parents = await parentsOf(ctx, config);
  const holding = parents.filter(({ accounts }) => accounts.includes(accountId));
  const folders = holding.map(({ parent }) => `${parent}${accountId}/CloudTrail/${region}/`);
  return folders.length > 0 ? folders : [`${rootOf(config)}${accountId}/CloudTrail/${region}/`];
}
