import type { Policy } from './types';

/** Values of one context key. Several values make the key multivalued (ForAllValues / ForAnyValue). */
export type ContextValue = string | number | boolean | readonly string[];

/** Condition keys of a request, by name; lookups ignore case. An absent key is absent, not empty. */
export type RequestContext = Readonly<Record<string, ContextValue | undefined>>;

/** Who makes the request, as far as Principal elements can name them. */
export type Caller =
  | { kind: 'root'; accountId: string; arn: string }
  | { kind: 'user'; accountId: string; arn: string }
  | { kind: 'assumedRole'; accountId: string; roleArn: string; sessionArn: string }
  | { kind: 'federatedUser'; accountId: string; arn: string }
  | { kind: 'webIdentity'; providerArn: string }
  | { kind: 'saml'; providerArn: string }
  | { kind: 'service'; service: string }
  | { kind: 'anonymous' };

export type NamedPolicy = { name: string; policy: Policy };

export type PolicySource = 'identity' | 'boundary' | 'session' | 'resource' | 'scp';

export type MatchedStatement = {
  source: PolicySource;
  policyName: string;
  index: number;
  sid: string | null;
  effect: 'Allow' | 'Deny';
};

/** One request against all the policies that bear on it. Absent kinds of policy do not limit. */
export type EvaluationInput = {
  /** `service:Action`, as the caller asks it. */
  action: string;
  /** ARN, or `*` for actions without a resource. */
  resource: string;
  /** Needed when there is a resource policy, and for the default condition keys of the caller. */
  caller?: Caller;
  context?: RequestContext;
  identityPolicies?: readonly NamedPolicy[];
  /** Permissions boundary: present means that it must allow as well. */
  boundary?: NamedPolicy | null;
  /** Session policies given at AssumeRole; one of them must allow when any is present. */
  sessionPolicies?: readonly NamedPolicy[];
  /** Each level (root, OU, account) must allow. */
  scps?: readonly (readonly NamedPolicy[])[];
  resourcePolicy?: NamedPolicy | null;
  /** Account that owns the resource; another account than the caller's needs both sides' consent. */
  resourceAccountId?: string;
  /** True for role trust policies: without a grant there nothing else can allow. */
  resourcePolicyDecides?: boolean;
};

export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny';

export type EvaluationResult = {
  decision: Decision;
  /** The statements that decided: the denying ones, or the allowing ones. Empty for an implicit deny. */
  matched: MatchedStatement[];
  /** Condition keys that policies asked for and the request did not carry. */
  missingContextKeys: string[];
  /** The kind of policy that did not allow, for an implicit deny. */
  limitedBy: PolicySource | null;
};
