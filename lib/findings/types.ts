import type { JsonObject } from '@/lib/collectors/types';
import type { PolicyReading } from '@/lib/inventory/policy-readings';
import type { Evidence, FixStep, RuleId, Severity } from '@/lib/schemas/finding';

/** A resource as rules see it. `readings`: what the trust engine says of its documents (policyReadingsOf). */
export type Judged = {
  type: string;
  id: string;
  arn: string | null;
  name: string;
  accountId: string;
  region: string;
  tags: Readonly<Record<string, string>>;
  attributes: JsonObject;
  volatile: JsonObject;
  /** When AWS says it was made, ISO 8601; null where AWS does not tell. */
  createdAt: string | null;
  readings: readonly PolicyReading[];
};

/** What a security group protects. `public`: of `attached`, how many are reachable at a public address. */
export type Attachment = { attached: number; public: number; examples: readonly string[] };

/**
 * What rules may know beside the resource. A key that is absent from a map was not asked or cannot be known: then a rule
 * that rests on it says `unknown`.
 */
export type Facts = {
  /** Epoch ms: the moment as of which ages count. */
  now: number;
  ourAccounts: ReadonlySet<string>;
  ourOrganizations: ReadonlySet<string>;
  /** Users with administrator rights, as `<account>/<name>`. */
  administrators: ReadonlySet<string>;
  /** By the id of the security group. */
  attachments: ReadonlyMap<string, Attachment>;
  /** By the ARN of the OIDC provider: how many roles' trust policies name it. */
  namedBy: ReadonlyMap<string, number>;
};

export type Verdict = { severity: Severity; evidence: Evidence };
/** null: it is not so. `unknown`: what it rests on was not read, which neither opens nor closes a finding. */
export type Judgement = Verdict | null | 'unknown';

/** A rule as a value. To add one: docs/how-to/add-a-finding.md. */
export type Rule = {
  id: RuleId;
  /** Raise it when `judge` judges differently: every resource of its types is then judged anew, in batches. */
  version: number;
  title: string;
  types: readonly [string, ...string[]];
  /** What can happen, for somebody who did not ask for it. */
  why: string;
  /** When it holds, in a clause; for the reference. */
  holds: string;
  judge(resource: Judged, facts: Facts): Judgement;
  /** The way out, with the resource's own names filled in. */
  fix(resource: Judged, evidence: Evidence): FixStep[];
};
