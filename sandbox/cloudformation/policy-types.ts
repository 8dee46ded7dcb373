import { difference, documentProperty, listProperty, requiredText, textProperty, withoutUndefined } from './properties';
import type { IamPort, Properties, ResourceType } from './resource-type';

const NOUNS = ['User', 'Group', 'Role'] as const;
type Noun = (typeof NOUNS)[number];

const members = (properties: Properties, noun: Noun) => listProperty(properties, `${noun}s`);

/** A managed policy and what it is attached to. Ref is its ARN. */
export const managedPolicyType: ResourceType = {
  grants: true,
  nameProperty: 'ManagedPolicyName',
  mustReplace: (old, next) =>
    ['ManagedPolicyName', 'Path', 'Description'].some((property) => old[property] !== next[property]),
  create: async (iam, logicalId, properties) => {
    const PolicyName = textProperty(properties, 'ManagedPolicyName') ?? iam.generatedName(logicalId, 128);
    const result = await iam.call(
      'CreatePolicy',
      withoutUndefined({
        PolicyName,
        Path: textProperty(properties, 'Path'),
        Description: textProperty(properties, 'Description'),
        PolicyDocument: documentProperty(properties, 'PolicyDocument'),
      }),
    );
    const policy = result?.Policy as { Arn: string; PolicyId: string };
    const made = { physicalId: policy.Arn, attributes: { PolicyArn: policy.Arn, PolicyId: policy.PolicyId } };
    try {
      await settleAttachments(iam, policy.Arn, {}, properties);
    } catch (error) {
      await managedPolicyType.remove(iam, made, properties).catch(() => undefined);
      throw error;
    }
    return made;
  },
  update: async (iam, made, old, next) => {
    const PolicyArn = made.physicalId;
    const document = documentProperty(next, 'PolicyDocument');
    if (document !== documentProperty(old, 'PolicyDocument')) {
      const listed = await iam.call('ListPolicyVersions', { PolicyArn });
      const versions = (listed?.Versions ?? []) as { VersionId: string; IsDefaultVersion: boolean }[];
      const oldest = versions.filter((version) => !version.IsDefaultVersion).at(-1);
      if (versions.length >= 5 && oldest) {
        await iam.call('DeletePolicyVersion', { PolicyArn, VersionId: oldest.VersionId });
      }
      await iam.call('CreatePolicyVersion', { PolicyArn, PolicyDocument: document, SetAsDefault: 'true' });
    }
    await settleAttachments(iam, PolicyArn, old, next);
    return made;
  },
  remove: async (iam, made, properties) => {
    const PolicyArn = made.physicalId;
    for (const noun of NOUNS) {
      for (const name of members(properties, noun)) {
        // Gone already when the role itself was removed first.
        await iam.call(`Detach${noun}Policy`, { [`${noun}Name`]: name, PolicyArn }).catch(() => undefined);
      }
    }
    const listed = await iam.call('ListPolicyVersions', { PolicyArn });
    for (const version of (listed?.Versions ?? []) as { VersionId: string; IsDefaultVersion: boolean }[]) {
      if (version.IsDefaultVersion) continue;
      await iam.call('DeletePolicyVersion', { PolicyArn, VersionId: version.VersionId });
    }
    await iam.call('DeletePolicy', { PolicyArn });
  },
};

async function settleAttachments(iam: IamPort, PolicyArn: string, old: Properties, next: Properties): Promise<void> {
  for (const noun of NOUNS) {
    const { added, removed } = difference(members(old, noun), members(next, noun));
    for (const name of added) await iam.call(`Attach${noun}Policy`, { [`${noun}Name`]: name, PolicyArn });
    for (const name of removed) await iam.call(`Detach${noun}Policy`, { [`${noun}Name`]: name, PolicyArn });
  }
}

async function putEverywhere(iam: IamPort, PolicyName: string, properties: Properties): Promise<void> {
  const PolicyDocument = documentProperty(properties, 'PolicyDocument');
  for (const noun of NOUNS) {
    for (const name of members(properties, noun)) {
      await iam.call(`Put${noun}Policy`, { [`${noun}Name`]: name, PolicyName, PolicyDocument });
    }
  }
}

async function removeFrom(iam: IamPort, PolicyName: string, noun: Noun, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await iam.call(`Delete${noun}Policy`, { [`${noun}Name`]: name, PolicyName }).catch(() => undefined);
  }
}

/** An inline policy put on users, groups and roles. Ref is its name. */
export const inlinePolicyType: ResourceType = {
  grants: true,
  nameProperty: undefined,
  mustReplace: (old, next) => old.PolicyName !== next.PolicyName,
  create: async (iam, _logicalId, properties) => {
    const name = requiredText(properties, 'PolicyName');
    await putEverywhere(iam, name, properties);
    return { physicalId: name, attributes: { Id: name } };
  },
  update: async (iam, made, old, next) => {
    await putEverywhere(iam, made.physicalId, next);
    for (const noun of NOUNS) {
      await removeFrom(iam, made.physicalId, noun, difference(members(old, noun), members(next, noun)).removed);
    }
    return made;
  },
  remove: async (iam, made, properties) => {
    for (const noun of NOUNS) await removeFrom(iam, made.physicalId, noun, members(properties, noun));
  },
};
