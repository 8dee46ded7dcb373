import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  UpdateAccountPasswordPolicyCommand,
} from '@aws-sdk/client-iam';
import type { AwsClients } from '@/lib/aws/clients';
import { concurrently } from '@/lib/collectors/concurrent';

export const document = (statement: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

export type IamWorld = { users: number; keys: number; roles: number; groups: number; policies: number };

/** Fills an account through IAM's own API. Key n belongs to user n; user 0 is in group 0 and has policy 0. */
export async function fillIam({ iam }: AwsClients, accountId: string, world: IamWorld): Promise<void> {
  const times = async (count: number, work: (n: number) => Promise<unknown>) => {
    for await (const _ of concurrently(Array(count).keys(), 8, work)) void _;
  };
  const Url = 'https://token.actions.githubusercontent.com';
  await times(world.users, (n) =>
    iam.send(new CreateUserCommand({ UserName: `user-${n}`, Tags: [{ Key: 'team', Value: `t${n % 3}` }] })),
  );
  await times(world.keys, (n) => iam.send(new CreateAccessKeyCommand({ UserName: `user-${n}` })));
  await times(world.groups, (n) => iam.send(new CreateGroupCommand({ GroupName: `group-${n}` })));
  await times(world.policies, (n) =>
    iam.send(
      new CreatePolicyCommand({
        PolicyName: `policy-${n}`,
        PolicyDocument: document({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }),
      }),
    ),
  );
  await iam.send(new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: ['sts.amazonaws.com'] }));
  const provider = `arn:aws:iam::${accountId}:oidc-provider/token.actions.githubusercontent.com`;
  await times(world.roles, (n) =>
    iam.send(
      new CreateRoleCommand({
        RoleName: `role-${n}`,
        Description: `Role ${n}`,
        MaxSessionDuration: 7200,
        AssumeRolePolicyDocument: document({
          Effect: 'Allow',
          Principal: { Federated: provider },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:northquay/web:ref:refs/heads/main' },
          },
        }),
      }),
    ),
  );
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'profile-0' }));
  await iam.send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 14 }));
  await iam.send(new AddUserToGroupCommand({ UserName: 'user-0', GroupName: 'group-0' }));
  const PolicyArn = `arn:aws:iam::${accountId}:policy/policy-0`;
  await iam.send(new AttachUserPolicyCommand({ UserName: 'user-0', PolicyArn }));
}
