import {
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  ListSecretsCommand,
  type SecretListEntry,
} from '@aws-sdk/client-secrets-manager';
import { tokenPages } from '@/lib/aws/pages';
import { attributesOf } from '@/lib/collectors/attributes';
import { concurrently } from '@/lib/collectors/concurrent';
import { orAbsent } from '@/lib/collectors/reads/absent';
import { readEach } from '@/lib/collectors/reads/each';
import { enrich } from '@/lib/collectors/reads/gaps';
import type { CollectContext, Collector, Gap, ListPage, NormalizedResource } from '@/lib/collectors/types';
import { isoDate, policyDocument, tagRecord } from '@/lib/collectors/values';
import { keyReference } from '../kms/reference';
import { secretEvents } from './events';

/** What Secrets Manager says of a secret, never its value. `policy` null: it has none; undefined: could not be read. */
export type RawSecret = { entry: SecretListEntry; policy: string | null | undefined };

const AT_ONCE = 8;

async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawSecret>> {
  let requestStartedAt = ctx.now();
  const pages = tokenPages(
    (NextToken) => {
      requestStartedAt = ctx.now();
      return ctx.clients.secretsmanager.send(
        new ListSecretsCommand({ MaxResults: 100, IncludePlannedDeletion: true, NextToken }),
        { abortSignal: ctx.signal },
      );
    },
    (page) => page.NextToken,
  );
  for await (const page of pages) {
    const gaps: Gap[] = [];
    const items: RawSecret[] = [];
    const read = concurrently(page.SecretList ?? [], AT_ONCE, (entry) => withPolicy(ctx, entry, gaps));
    for await (const secret of read) if (secret !== null) items.push(secret);
    yield { items, requestStartedAt, gaps };
  }
}

/** Null when the secret was deleted meanwhile. */
async function withPolicy(ctx: CollectContext, entry: SecretListEntry, gaps: Gap[]): Promise<RawSecret | null> {
  const SecretId = entry.ARN ?? '';
  const { value, gap } = await enrich('policy', 'secretsmanager:GetResourcePolicy', ctx.signal, () =>
    orAbsent(ctx.clients.secretsmanager.send(new GetResourcePolicyCommand({ SecretId }), { abortSignal: ctx.signal })),
  );
  if (gap) gaps.push(gap);
  else if (value === null) return null;
  return { entry, policy: gap ? undefined : (value?.ResourcePolicy ?? null) };
}

const getMany: Collector<RawSecret>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, async (ref) => {
    const entry = await ctx.clients.secretsmanager.send(
      new DescribeSecretCommand({ SecretId: ref.arn ?? ref.id ?? ref.name ?? '' }),
      { abortSignal: ctx.signal },
    );
    return withPolicy(ctx, { ...entry, SecretVersionsToStages: entry.VersionIdsToStages }, []);
  });

/** What both the list and DescribeSecret tell, and no time that passes by itself. */
function settings({ entry }: RawSecret) {
  return {
    Description: entry.Description ?? '',
    KmsKeyId: entry.KmsKeyId ?? null,
    RotationEnabled: entry.RotationEnabled ?? false,
    RotationLambdaARN: entry.RotationLambdaARN ?? null,
    RotationRules: entry.RotationRules ?? null,
    DeletedDate: entry.DeletedDate ?? null,
    OwningService: entry.OwningService ?? null,
    PrimaryRegion: entry.PrimaryRegion ?? null,
    Type: entry.Type ?? null,
  };
}

function normalize(raw: RawSecret): NormalizedResource {
  const { entry, policy } = raw;
  const arn = entry.ARN ?? '';
  return {
    type: 'AWS::SecretsManager::Secret',
    id: arn,
    arn,
    name: entry.Name ?? '',
    region: arn.split(':')[3] ?? '',
    tags: tagRecord(entry.Tags),
    attributes: {
      ...attributesOf(settings(raw)),
      ...(policy !== undefined && { policy: policyDocument(policy ?? undefined) }),
    },
    volatile: {
      lastChangedDate: isoDate(entry.LastChangedDate),
      lastAccessedDate: isoDate(entry.LastAccessedDate),
      lastRotatedDate: isoDate(entry.LastRotatedDate),
      nextRotationDate: isoDate(entry.NextRotationDate),
      versions: Object.keys(entry.SecretVersionsToStages ?? {}).length,
    },
    relationships: [
      ...(entry.KmsKeyId ? keyReference(entry.KmsKeyId) : []),
      ...(entry.RotationLambdaARN
        ? [{ kind: 'uses', toType: 'AWS::Lambda::Function', toArn: entry.RotationLambdaARN } as const]
        : []),
    ],
    createdAt: isoDate(entry.CreatedDate),
    unread: policy === undefined ? ['attributes.policy'] : [],
  };
}

export const secretCollector: Collector<RawSecret> = {
  service: 'secretsmanager',
  type: 'AWS::SecretsManager::Secret',
  title: 'Secrets Manager secret',
  scope: 'regional',
  actions: ['secretsmanager:ListSecrets'],
  enrichingActions: ['secretsmanager:GetResourcePolicy'],
  readActions: ['secretsmanager:DescribeSecret'],
  list,
  getMany,
  normalize,
  events: secretEvents,
};
