import { parsePolicy } from '@/lib/trust/policy/parse';
import type { NamedPolicy } from '@/lib/trust/policy/request';
import type { Policy } from '@/lib/trust/policy/types';
import { awsManagedPolicy } from '../iam/aws-managed';
import type { Account } from '../store/account';
import type { InlinePolicy, ManagedPolicy } from '../store/types';

const CACHED = 20_000;
const parsed = new Map<string, Policy | null>();

/** The policy of a document's text, parsed once; null when it cannot be read. */
export function policyOf(document: string): Policy | null {
  const known = parsed.get(document);
  if (known !== undefined) return known;
  const result = parsePolicy(document);
  const policy = result.ok ? result.policy : null;
  if (parsed.size >= CACHED) parsed.clear();
  parsed.set(document, policy);
  return policy;
}

export function named(name: string, document: string): NamedPolicy[] {
  const policy = policyOf(document);
  return policy === null ? [] : [{ name, policy }];
}

export function inlinePolicies(policies: readonly InlinePolicy[]): NamedPolicy[] {
  return policies.flatMap((each) => named(each.name, each.document));
}

/** The managed policies with these ARNs in their default version, as of `moment`. */
export function managedPolicies(account: Account, arns: readonly string[], moment: number): NamedPolicy[] {
  return arns.flatMap((arn) => {
    const policy = findManagedPolicy(account, arn, moment);
    const document = policy && defaultDocument(policy);
    return document === undefined ? [] : named(arn, document);
  });
}

/** A policy of the account or of AWS by its ARN. */
export function findManagedPolicy(account: Account, arn: string, moment?: number): ManagedPolicy | undefined {
  const aws = awsManagedPolicy(arn);
  if (aws !== undefined) return aws;
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const policy = moment === undefined ? account.policies.get(name) : account.policies.asOf(name, moment);
  return policy?.arn === arn ? policy : undefined;
}

export function defaultDocument(policy: ManagedPolicy): string | undefined {
  return policy.versions.find((version) => version.id === policy.defaultVersionId)?.document;
}
