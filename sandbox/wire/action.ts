import type { RequestContext } from '@/lib/trust/policy/request';
import type { Account } from '../store/account';
import type { AnonymousCaller, Caller, SignedCaller } from '../store/session';
import type { Tag } from '../store/types';
import type { World } from '../store/world';
import type { Params } from './params';
import type { Sandbox } from './sandbox';
import type { OutputRecord } from './xml';

/** The services of the first days; all others are ModelServices (./model/service). */
export const SERVICES = ['sts', 'iam', 'cloudformation'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** What CloudTrail records of a call where it is not simply its input and output with small first letters. */
export type Trail = {
  eventName?: string;
  requestParameters?: Record<string, unknown> | null;
  responseElements?: Record<string, unknown> | null;
};

/** One call in progress: who asks, in which account and region, with what. */
export type Call<C extends Caller = SignedCaller> = {
  sandbox: Sandbox;
  world: World;
  account: Account;
  caller: C;
  params: Params;
  /** The prefix of its IAM actions. */
  service: string;
  /** CloudTrail's name for the service, `ec2.amazonaws.com`. */
  eventSource: string;
  action: string;
  region: string;
  requestId: string;
  sourceIp: string;
  userAgent: string;
  /** Milliseconds, the same for the whole call. */
  now: number;
  /** Set by a stale_reads fault: IAM's reads answer as of this moment. */
  readAt?: number | undefined;
  /** Has who asked hung up meanwhile? */
  isGone?: () => boolean;
};

export type AnonymousCall = Call<AnonymousCaller>;

/** What the caller's policies are asked: one question for each resource. `context` adds condition keys of the request. */
export type Question = {
  action?: string;
  resource: string;
  context?: RequestContext;
  resourceTags?: readonly Tag[];
  /** The resource's own policy and the account it is in, where it has one (buckets, queues, topics). */
  resourcePolicy?: string | undefined;
  ownerId?: string;
};

export type ActionDefinition = {
  /** No questions: the action needs no permission (sts:GetCallerIdentity). */
  ask: (call: Call) => readonly Question[];
  mutates: boolean;
  handle: (call: Call) => OutputRecord | undefined | Promise<OutputRecord | undefined>;
  /** Gets the call's input and output as handlers see them. */
  trail?: ((call: Call, output: unknown) => Trail) | undefined;
};

type Ask = (call: Call) => string | Question | readonly Question[];

function define(ask: Ask, mutates: boolean, handle: ActionDefinition['handle']): ActionDefinition {
  return {
    mutates,
    handle,
    ask: (call) => {
      const asked = ask(call);
      if (typeof asked === 'string') return [{ resource: asked }];
      return Array.isArray(asked) ? asked : [asked as Question];
    },
  };
}

export const reads = (ask: Ask, handle: ActionDefinition['handle']) => define(ask, false, handle);
export const writes = (ask: Ask, handle: ActionDefinition['handle']) => define(ask, true, handle);
export const anyResource: Ask = () => '*';
export const noPermission: Ask = () => [];
