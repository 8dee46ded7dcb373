import { GetResourceCommand, ListResourcesCommand } from '@aws-sdk/client-cloudcontrol';
import { classifyAwsError } from '@/lib/aws/errors';
import { tokenPages } from '@/lib/aws/pages';
import { concurrently } from '@/lib/collectors/concurrent';
import { orAbsent } from '@/lib/collectors/reads/absent';
import { readEach } from '@/lib/collectors/reads/each';
import type {
  CollectContext,
  Collector,
  JsonObject,
  ListPage,
  NormalizedResource,
  NormalizeEnv,
} from '@/lib/collectors/types';
import { AppError } from '@/lib/errors/app-error';
import { controlEvents } from './events/control';
import { addressesFrom, attributesFrom, createdFrom, relationshipsFrom, tagsFrom } from './properties';
import type { CloudControlType } from './types';

export type RawResource = { identifier: string; properties: JsonObject };

const UNKNOWN =
  'Named by MOORING_CLOUD_CONTROL_TYPES only: what its service calls its events is not known, but for calls of Cloud Control itself.';
const UNKNOWN_EVENTS = { create: UNKNOWN, update: UNKNOWN, delete: UNKNOWN };

const PAGE = 100;
const AT_ONCE = 4;

/** AWS has no such type here, or no way to list it by itself: there is nothing that could be collected. */
const NOT_HERE: ReadonlySet<string> = new Set([
  'TypeNotFoundException',
  'UnsupportedActionException',
  'InvalidRequestException',
]);

/** The collector of one type through Cloud Control. Properties of a list differ from type to type, so each is read. */
export function cloudControlCollector(one: CloudControlType): Collector<RawResource> {
  return {
    service: 'cloudcontrol',
    resourceService: one.service,
    type: one.type,
    title: one.title,
    scope: 'regional',
    actions: [...new Set(['cloudformation:GetResource', 'cloudformation:ListResources', ...one.handlerActions])].sort(),
    enrichingActions: [],
    readActions: [],
    list: (ctx) => list(ctx, one),
    getMany: (ctx, refs) => readEach(ctx, refs, (ref) => read(ctx, one.type, ref.id ?? ref.arn ?? ref.name ?? '')),
    normalize: (raw, env) => normalize(raw, env, one),
    events: [...one.events, ...controlEvents(one.type)],
    ...(one.events.length === 0 && { eventless: UNKNOWN_EVENTS }),
  };
}

async function* list(
  ctx: CollectContext,
  { type, homeRegion }: CloudControlType,
): AsyncGenerator<ListPage<RawResource>> {
  let requestStartedAt = ctx.now();
  if (homeRegion !== undefined && homeRegion !== ctx.region) {
    yield { items: [], requestStartedAt };
    return;
  }
  const pages = tokenPages(
    (NextToken) => {
      requestStartedAt = ctx.now();
      const command = new ListResourcesCommand({ TypeName: type, MaxResults: PAGE, NextToken });
      return ctx.clients.cloudcontrol.send(command, { abortSignal: ctx.signal });
    },
    (page) => page.NextToken,
  );
  let listed = false;
  try {
    for await (const page of pages) {
      listed = true;
      const identifiers = (page.ResourceDescriptions ?? []).flatMap(({ Identifier }) => Identifier ?? []);
      const items: RawResource[] = [];
      for await (const raw of concurrently(identifiers, AT_ONCE, (id) => orAbsent(read(ctx, type, id)))) {
        if (raw) items.push(raw);
      }
      yield { items, requestStartedAt };
    }
  } catch (error) {
    const { code, message } = classifyAwsError(error);
    // Only the first answer can say so: a list that ends early must never look complete.
    if (listed || !NOT_HERE.has(code)) throw error;
    const gap = { aspect: 'scope', action: 'cloudformation:ListResources', code, message };
    yield { items: [], requestStartedAt, gaps: [gap] };
  }
}

async function read(ctx: CollectContext, TypeName: string, Identifier: string): Promise<RawResource | null> {
  const command = new GetResourceCommand({ TypeName, Identifier });
  const { ResourceDescription } = await ctx.clients.cloudcontrol.send(command, { abortSignal: ctx.signal });
  if (!ResourceDescription?.Identifier) return null;
  return {
    identifier: ResourceDescription.Identifier,
    properties: parsed(ResourceDescription.Properties, TypeName),
  };
}

function parsed(text: string | undefined, type: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // Falls through to the one message; the text itself may hold secrets.
  }
  throw new AppError('upstream_refused', `Cloud Control gave properties of ${type} that are not a JSON object.`);
}

function normalize(
  { identifier, properties }: RawResource,
  env: NormalizeEnv,
  one: CloudControlType,
): NormalizedResource {
  const resource = one.type.split('::')[2] ?? '';
  const textAt = (name: string) => {
    const value = properties[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const arn = textAt('Arn') ?? textAt('ARN') ?? textAt(`${resource}Arn`);
  const addresses = addressesFrom(properties);
  const attributes = attributesFrom(properties);
  return {
    type: one.type,
    id: identifier,
    arn: arn ?? (identifier.startsWith('arn:') ? identifier : null),
    name: one.nameOf?.(properties) ?? textAt(`${resource}Name`) ?? textAt('Name') ?? identifier,
    region: env.region,
    tags: tagsFrom(properties),
    attributes: addresses.length > 0 ? { ...attributes, addresses } : attributes,
    volatile: {},
    relationships: relationshipsFrom(properties),
    createdAt: createdFrom(properties),
    unread: [],
  };
}
