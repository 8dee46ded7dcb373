import type { AwsClients } from '@/lib/aws/clients';
import type { CollectorService } from '@/lib/schemas/collector-service';

/** What JSON can hold. Attributes are stored as jsonb, so nothing else may be in them (dates are ISO 8601 UTC text). */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** The region of what AWS keeps once per account (IAM); AWS Config uses the same word. */
export const GLOBAL_REGION = 'global';

/** One (account, region, type): what a list enumerates and the ledger records. */
export type ScopeKey = { accountId: string; region: string; type: string };

/**
 * Kinds read "this resource <kind> that one". What holds another is the far end of `belongsTo` (a subnet belongs to its
 * VPC); `contains` is for members that cannot say it themselves. `protectedBy`: a security group. `allowsFrom`: a rule
 * that names a group or prefix list. `runsAs`: the role or instance profile that code runs with.
 */
export const RELATIONSHIP_KINDS = [
  'memberOf',
  'attached',
  'boundedBy',
  'federatedBy',
  'trusts',
  'contains',
  'belongsTo',
  'protectedBy',
  'allowsFrom',
  'runsAs',
  'routesTo',
  'encryptsWith',
  'uses',
  'logsTo',
  'deliversTo',
  'peersWith',
  'restoredFrom',
] as const;
export type RelationshipKind = (typeof RELATIONSHIP_KINDS)[number];

/**
 * One end of an edge; the other is the resource that carries it. The target may be in another account or not be
 * collected at all (a service principal). At least one of toId, toArn, toName is set; toName is unique per account
 * and type, and is all that IAM tells of a user's groups.
 */
export type Relationship = {
  kind: RelationshipKind;
  toType: string;
  toId?: string;
  toArn?: string;
  toName?: string;
};

/**
 * A resource as the inventory keeps it; a pure function of what AWS answered.
 * - `id`: AWS's unique id where there is one (AIDA…, AROA…), else the ARN; the account id for what an account has once.
 * - `attributes`: AWS's field names in camelCase (`MaxSessionDuration` -> `maxSessionDuration`); policy documents
 *   keep the policy language's own spelling. Configuration only: a change makes a version.
 * - `attributes.addresses`: every IP address, CIDR block and DNS name the thing is reached by, for searches; left out
 *   where there are none.
 * - `volatile`: what changes without a change of configuration (last use, counts) or comes from AWS's cached credential
 *   report, which may be four hours old. Updates the row, never makes a version.
 * - `unread`: parts this read could not or did not get: `tags`, `attributes.<name>`, `volatile.<name>`. They are absent
 *   or empty here and the row's former value must be kept (`carryOver` in ./hash), never be taken for removed.
 */
export type NormalizedResource = {
  type: string;
  id: string;
  arn: string | null;
  name: string;
  region: string;
  tags: Record<string, string>;
  attributes: JsonObject;
  volatile: JsonObject;
  relationships: Relationship[];
  createdAt: string | null;
  unread: string[];
};

/** Where a collector is pointed; `region` is `global` for global scopes. */
export type NormalizeEnv = { accountId: string; partition: string; region: string };

/** How an event or a person names a resource. `parentName`: the user of an access key. */
export type ResourceRef = { id?: string; arn?: string; name?: string; parentName?: string };

/** A part of a scope that could not be read though the scope itself was fully listed. */
export type Gap = { aspect: string; action: string; code: string; message: string };

/**
 * One step of a list. `requestStartedAt`: database-clock epoch ms (ctx.now()) just before the oldest request that these
 * items rest on. `coverageStartedAt`: earlier still when the enumeration rests on an older list (access keys on the list
 * of users); the scope's list began at the least of both over all pages.
 */
export type ListPage<Raw> = {
  items: Raw[];
  requestStartedAt: number;
  coverageStartedAt?: number;
  gaps?: Gap[];
};

export type Found<Raw> = { ref: ResourceRef; raw: Raw; requestStartedAt: number };
export type Missing = { ref: ResourceRef; requestStartedAt: number };

/** Shares calls among the collectors of one (account, service) job: one credential report, one list of users. */
export type Memo = {
  /** Runs `make` once per key and job; a rejection is forgotten, so that the next one may try again. */
  once<T>(key: string, make: () => Promise<T>): Promise<T>;
};

/** The members of a scope that an earlier attempt of the same job already listed completely. */
export type KnownScope = {
  startedAt: number;
  items: { id: string; name: string; arn: string | null; createdAt: string | null }[];
};

export type CollectContext = NormalizeEnv & {
  clients: AwsClients;
  signal: AbortSignal;
  /** Epoch ms on the database's clock. */
  now(): number;
  memo: Memo;
  /** null when the scope is not complete in this job: then list it (shared through `memo`). */
  knownScope(type: string): Promise<KnownScope | null>;
};

/** The parts of a CloudTrail record that say which resource it touched; the optional ones few records have. */
export type TrailEvent = {
  eventSource: string;
  eventName: string;
  requestParameters: JsonObject | null;
  responseElements: JsonObject | null;
  userIdentity?: JsonObject | null;
  awsRegion?: string;
  recipientAccountId?: string;
  /** What an AWS service did by itself (event type `AwsServiceEvent`). */
  serviceEventDetails?: JsonObject | null;
  additionalEventData?: JsonObject | null;
  /** The resources that CloudTrail itself lists. */
  resources?: readonly { arn: string; type: string | null; accountId: string | null }[];
};

/** What an event does to a resource; an event may do more than one (a policy that is made or replaced). */
export const EVENT_CHANGES = ['create', 'update', 'delete'] as const;
export type EventChange = (typeof EVENT_CHANGES)[number];

/**
 * A CloudTrail event that touches this type. It is read again whatever the change; `delete` expects it to be gone.
 * `refs` answers [] when the record does not say which resource (then only a scan can tell). `at`: where the record says
 * it, for the docs and for the check against AWS's API; [] where it never does. `shared`: an event of other types too
 * (tags), so that naming none of this one is no loss.
 */
export type EventMapping = {
  source: string;
  name: string;
  change: EventChange;
  at: readonly string[];
  shared: boolean;
  refs(event: TrailEvent): ResourceRef[];
};

/**
 * The code for one resource type, as a value. Scans use `list`, events use `getMany`, both `normalize`; the scanner
 * policy, the permission check and the docs table come from `actions`.
 */
export type Collector<Raw> = {
  service: CollectorService;
  /** The service a resource is shown under, where it is not that of the calls (Cloud Control). */
  resourceService?: string;
  type: string;
  title: string;
  /** Regional: one scope in each region the account has enabled, and `ctx.clients` call that region. */
  scope: 'global' | 'regional';
  /** IAM actions without which the scope cannot be listed. */
  actions: readonly string[];
  /** IAM actions that only enrich: denied, the scope is still complete and says what it lacks (`gaps`). */
  enrichingActions: readonly string[];
  /** IAM actions that only `getMany` needs (events). */
  readActions: readonly string[];
  /** Throws the SDK's errors (classifyAwsError), and BrokenPaginationError when a page marker repeats. It never ends early without throwing. */
  list(ctx: CollectContext): AsyncIterable<ListPage<Raw>>;
  getMany(ctx: CollectContext, refs: readonly ResourceRef[]): Promise<{ found: Found<Raw>[]; missing: Missing[] }>;
  normalize(raw: Raw, env: NormalizeEnv): NormalizedResource;
  events: readonly EventMapping[];
  /** Why no event tells of such a change of this type: scans alone find it. */
  eventless?: { readonly [change in EventChange]?: string };
};

/** What a registry holds: the raw type is the collector's own business (methods make this assignment sound enough). */
export type AnyCollector = Collector<unknown>;
