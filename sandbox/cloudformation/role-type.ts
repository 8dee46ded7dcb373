import {
  difference,
  documentProperty,
  inlineProperty,
  listProperty,
  tagsProperty,
  textProperty,
  withoutUndefined,
} from './properties';
import type { IamPort, Properties, ResourceType } from './resource-type';

/** Attached and inline policies brought from `old` to `next`. */
async function settlePolicies(iam: IamPort, RoleName: string, old: Properties, next: Properties): Promise<void> {
  const attached = difference(listProperty(old, 'ManagedPolicyArns'), listProperty(next, 'ManagedPolicyArns'));
  for (const PolicyArn of attached.removed) await iam.call('DetachRolePolicy', { RoleName, PolicyArn });
  for (const PolicyArn of attached.added) await iam.call('AttachRolePolicy', { RoleName, PolicyArn });
  const [before, after] = [inlineProperty(old, 'Policies'), inlineProperty(next, 'Policies')];
  for (const { name } of before.filter((each) => !after.some((other) => other.name === each.name))) {
    await iam.call('DeleteRolePolicy', { RoleName, PolicyName: name });
  }
  for (const { name, document } of after) {
    await iam.call('PutRolePolicy', { RoleName, PolicyName: name, PolicyDocument: document });
  }
}

/** Ref is the role's name. Another name or path is another role. */
export const roleType: ResourceType = {
  grants: true,
  nameProperty: 'RoleName',
  mustReplace: (old, next) => old.RoleName !== next.RoleName || old.Path !== next.Path,
  create: async (iam, logicalId, properties) => {
    const RoleName = textProperty(properties, 'RoleName') ?? iam.generatedName(logicalId, 64);
    const result = await iam.call(
      'CreateRole',
      withoutUndefined({
        RoleName,
        Path: textProperty(properties, 'Path'),
        AssumeRolePolicyDocument: documentProperty(properties, 'AssumeRolePolicyDocument'),
        Description: textProperty(properties, 'Description'),
        MaxSessionDuration: textProperty(properties, 'MaxSessionDuration'),
        PermissionsBoundary: textProperty(properties, 'PermissionsBoundary'),
        Tags: tagsProperty(properties, iam),
      }),
    );
    const role = result?.Role as { Arn: string; RoleId: string };
    const made = { physicalId: RoleName, attributes: { Arn: role.Arn, RoleId: role.RoleId } };
    try {
      await settlePolicies(iam, RoleName, {}, properties);
    } catch (error) {
      // A half-made role is taken away again, as CloudFormation's handler does.
      await roleType.remove(iam, made, properties).catch(() => undefined);
      throw error;
    }
    return made;
  },
  update: async (iam, made, old, next) => {
    const RoleName = made.physicalId;
    await iam.call('UpdateAssumeRolePolicy', {
      RoleName,
      PolicyDocument: documentProperty(next, 'AssumeRolePolicyDocument'),
    });
    await iam.call('UpdateRole', {
      RoleName,
      Description: textProperty(next, 'Description') ?? '',
      MaxSessionDuration: textProperty(next, 'MaxSessionDuration') ?? '3600',
    });
    const boundary = textProperty(next, 'PermissionsBoundary');
    if (boundary !== textProperty(old, 'PermissionsBoundary')) {
      if (boundary === undefined) await iam.call('DeleteRolePermissionsBoundary', { RoleName });
      else await iam.call('PutRolePermissionsBoundary', { RoleName, PermissionsBoundary: boundary });
    }
    await settlePolicies(iam, RoleName, old, next);
    const Tags = tagsProperty(next, iam);
    if (Tags.length > 0) await iam.call('TagRole', { RoleName, Tags });
    return made;
  },
  remove: async (iam, made) => {
    const RoleName = made.physicalId;
    const attached = await iam.call('ListAttachedRolePolicies', { RoleName });
    for (const { PolicyArn } of (attached?.AttachedPolicies ?? []) as { PolicyArn: string }[]) {
      await iam.call('DetachRolePolicy', { RoleName, PolicyArn });
    }
    const inline = await iam.call('ListRolePolicies', { RoleName });
    for (const PolicyName of (inline?.PolicyNames ?? []) as string[]) {
      await iam.call('DeleteRolePolicy', { RoleName, PolicyName });
    }
    await iam.call('DeleteRole', { RoleName });
  },
};
