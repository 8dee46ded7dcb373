import type { ManagedPolicy, PolicyVersion } from '../store/types';
import { type Call, reads } from '../wire/action';
import { accessDenied, noSuchEntity } from '../wire/errors';
import { findPolicy } from './find';
import { paginate } from './page';
import { encodedDocument } from './policy-documents';

/** A policy the account may change: AWS's own are not its. */
export function ownPolicy(call: Call): ManagedPolicy {
  const policy = findPolicy(call);
  if (policy.arn.startsWith('arn:aws:iam::aws:')) {
    throw accessDenied(`Cannot perform the operation on the protected policy ${policy.arn}.`);
  }
  return policy;
}

export function savePolicy(call: Call, policy: ManagedPolicy): void {
  call.account.policies.put(policy.name, policy, call.now);
}

export function findVersion(call: Call, policy: ManagedPolicy): PolicyVersion {
  const id = call.params.string('VersionId');
  const version = policy.versions.find((each) => each.id === id);
  if (version === undefined) {
    throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
  }
  return version;
}

/** `document` is included where AWS includes it. */
export function versionOutput(policy: ManagedPolicy, version: PolicyVersion, withDocument: boolean) {
  return {
    Document: withDocument ? encodedDocument(version.document) : undefined,
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersionId,
    CreateDate: new Date(version.createdAt),
  };
}

const ask = (call: Call) => call.params.optional('PolicyArn') ?? '*';

export const policyVersionActions = {
  GetPolicyVersion: reads(ask, (call) => {
    const policy = findPolicy(call);
    return { PolicyVersion: versionOutput(policy, findVersion(call, policy), true) };
  }),
  ListPolicyVersions: reads(ask, (call) => {
    const policy = findPolicy(call);
    // Newest first, as AWS lists them; the key counts down.
    const versions = [...policy.versions].reverse();
    const keyOf = (version: PolicyVersion) => String(1e6 - Number(version.id.slice(1)));
    const { items, ...page } = paginate(call, versions, keyOf);
    return { Versions: items.map((version) => versionOutput(policy, version, false)), ...page };
  }),
};
