import { type AccessKeyMetadata, GetAccessKeyLastUsedCommand, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { classifyAwsError } from '@/lib/aws/errors';
import { markerPages } from '@/lib/aws/pages';
import { concurrently } from '@/lib/collectors/concurrent';
import { orAbsent } from '@/lib/collectors/reads/absent';
import { all } from '@/lib/collectors/reads/each';
import { enrich } from '@/lib/collectors/reads/gaps';
import type { CollectContext, Found, Gap, ListPage, Missing, ResourceRef } from '@/lib/collectors/types';
import { isoDate } from '@/lib/collectors/values';
import { credentialReport } from './credential-report';
import { joinReport } from './key-use';
import { sharedUserPages } from './shared-users';

export type KeyUse = { date: string; region: string | null; service: string | null };

/** `lastUsed` null: never used, or before AWS kept count; undefined: not readable. `userId` is known when listing. */
export type RawAccessKey = { key: AccessKeyMetadata; userId: string | null; lastUsed: KeyUse | null | undefined };

/** ListAccessKeys calls under way; the rate budget is what really bounds them. */
const USERS_AT_ONCE = 12;
/** Users refused one after the other, none allowed: the rest would be refused as well. */
const DENIALS_TO_GIVE_UP = 3;

type User = { id: string; name: string; arn: string | null; createdAt: string | null; coverageStartedAt: number };

/** The users: from the inventory when an earlier attempt of this job listed them all, else from the shared pages. */
async function* users(ctx: CollectContext): AsyncGenerator<User> {
  const known = await ctx.knownScope('AWS::IAM::User');
  if (known) {
    for (const { id, name, arn, createdAt } of known.items) {
      yield { id, name, arn, createdAt, coverageStartedAt: known.startedAt };
    }
    return;
  }
  for await (const { page, requestStartedAt } of sharedUserPages(ctx)) {
    for (const { UserId: id = '', UserName: name = '', Arn: arn = null, CreateDate } of page.UserDetailList ?? []) {
      yield { id, name, arn, createdAt: isoDate(CreateDate), coverageStartedAt: requestStartedAt };
    }
  }
}

/** One ListAccessKeys per user. A user refused alone makes the scope partial, after all others were read. */
export async function* listAccessKeys(ctx: CollectContext): AsyncGenerator<ListPage<RawAccessKey>> {
  const awaitedReport = credentialReport(ctx);
  let allowed = 0;
  const denials: unknown[] = [];
  const pages = concurrently(users(ctx), USERS_AT_ONCE, async (user): Promise<ListPage<RawAccessKey> | null> => {
    const requestStartedAt = ctx.now();
    try {
      const keys = (await orAbsent(keysOf(ctx, user.name))) ?? [];
      allowed += 1;
      const report = await awaitedReport;
      const joined = joinReport(keys, user.arn === null ? null : report.value?.get(user.arn), user.createdAt);
      const { items, gaps } = await withUse(ctx, keys, user.id, (id) => joined.get(id)?.lastUsed);
      if (report.gap) gaps.push(report.gap);
      return { items, requestStartedAt, coverageStartedAt: user.coverageStartedAt, gaps };
    } catch (error) {
      if (classifyAwsError(error).kind !== 'denied') throw error;
      denials.push(error);
      if (allowed === 0 && denials.length >= DENIALS_TO_GIVE_UP) throw error;
      return null;
    }
  });
  for await (const page of pages) if (page) yield page;
  if (denials.length > 0) throw denials[0];
}

function keysOf(ctx: CollectContext, UserName: string): Promise<AccessKeyMetadata[]> {
  const pages = markerPages((Marker) =>
    ctx.clients.iam.send(new ListAccessKeysCommand({ UserName, Marker }), { abortSignal: ctx.signal }),
  );
  return all(pages, (page) => page.AccessKeyMetadata);
}

async function withUse(
  ctx: CollectContext,
  keys: readonly AccessKeyMetadata[],
  userId: string | null,
  known: (keyId: string) => KeyUse | null | undefined,
): Promise<{ items: RawAccessKey[]; gaps: Gap[] }> {
  const gaps: Gap[] = [];
  const items = await Promise.all(
    keys.map(async (key): Promise<RawAccessKey> => {
      const fromReport = known(key.AccessKeyId ?? '');
      if (fromReport !== undefined) return { key, userId, lastUsed: fromReport };
      const asked = await enrich('lastUsed', 'iam:GetAccessKeyLastUsed', ctx.signal, () => lastUsed(ctx, key));
      if (asked.gap) gaps.push(asked.gap);
      return { key, userId, lastUsed: asked.gap ? undefined : asked.value };
    }),
  );
  return { items, gaps };
}

async function lastUsed(ctx: CollectContext, { AccessKeyId }: AccessKeyMetadata): Promise<KeyUse | null> {
  const command = new GetAccessKeyLastUsedCommand({ AccessKeyId });
  const { AccessKeyLastUsed: use } = await ctx.clients.iam.send(command, { abortSignal: ctx.signal });
  const date = isoDate(use?.LastUsedDate);
  const text = (value: string | undefined) => (value === undefined || value === 'N/A' ? null : value);
  return date === null ? null : { date, region: text(use?.Region), service: text(use?.ServiceName) };
}

/** By key id; without `parentName` AWS is asked whose key it is. One ListAccessKeys per user. */
export async function readAccessKeys(
  ctx: CollectContext,
  refs: readonly ResourceRef[],
): Promise<{ found: Found<RawAccessKey>[]; missing: Missing[] }> {
  const found: Found<RawAccessKey>[] = [];
  const missing: Missing[] = [];
  for (const ref of refs) {
    const requestStartedAt = ctx.now();
    const owner = ref.parentName ?? (await ownerOf(ctx, ref.id ?? ''));
    const keys = owner === null ? [] : ((await orAbsent(keysOf(ctx, owner))) ?? []);
    const [item] = (
      await withUse(
        ctx,
        keys.filter((key) => key.AccessKeyId === ref.id),
        null,
        () => undefined,
      )
    ).items;
    if (item) found.push({ ref, raw: item, requestStartedAt });
    else missing.push({ ref, requestStartedAt });
  }
  return { found, missing };
}

/** AWS answers AccessDenied for keys that do not exist in the account, as for those it may not tell of. */
async function ownerOf(ctx: CollectContext, AccessKeyId: string): Promise<string | null> {
  const command = new GetAccessKeyLastUsedCommand({ AccessKeyId });
  const answer = await orAbsent(ctx.clients.iam.send(command, { abortSignal: ctx.signal }));
  return answer?.UserName ?? null;
}
