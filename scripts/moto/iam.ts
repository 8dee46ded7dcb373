import { type MotoService, names, perParent, printed } from './service';

const document = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
const TRUST = document({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
const READS = document({ Action: 's3:ListAllMyBuckets', Resource: '*' });
const METADATA = `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example/${'x'.repeat(1_000)}"/>`;

export const iam: MotoService = {
  async fill(place, many) {
    const aws = <T>(command: string, ...words: string[]) => place.aws<T>('iam', command, ...words);
    const some = names(Math.min(many, 20), place);
    const policies: string[] = [];
    for (const name of some) {
      await aws('create-group', '--group-name', name);
      const asked = ['--policy-name', name, '--policy-document', READS, '--query', 'Policy.Arn'];
      policies.push(await aws<string>('create-policy', ...asked));
    }
    for (const [index, name] of names(many, place).entries()) {
      const policy = policies[index % policies.length] ?? '';
      await aws('create-role', '--role-name', name, '--assume-role-policy-document', TRUST);
      await aws('create-user', '--user-name', name);
      if (index % 20 > 0) continue;
      await aws('attach-role-policy', '--role-name', name, '--policy-arn', policy);
      await aws('create-access-key', '--user-name', name);
      const group = some[index % some.length] ?? '';
      await aws('add-user-to-group', '--user-name', name, '--group-name', group);
      await aws('create-instance-profile', '--instance-profile-name', name);
      await aws('add-role-to-instance-profile', '--instance-profile-name', name, '--role-name', name);
    }
    const issuer = ['--url', 'https://issuer.example', '--client-id-list', 'mooring', '--thumbprint-list'];
    await aws('create-open-id-connect-provider', ...issuer, '0'.repeat(40));
    await aws('create-saml-provider', '--name', 'idp', '--saml-metadata-document', METADATA);
    await aws('update-account-password-policy', '--minimum-password-length', '14');
  },
  lists: {
    // Both have no list: an account has one of each, which the CLI shows.
    'AWS::IAM::AccountSummary': async ({ aws, account }) => {
      await aws('iam', 'get-account-summary');
      return [account];
    },
    'AWS::IAM::AccountPasswordPolicy': async ({ aws, account }) => {
      await aws('iam', 'get-account-password-policy');
      return [account];
    },
    'AWS::IAM::User': printed('iam', 'list-users', 'Users[].UserId'),
    'AWS::IAM::AccessKey': perParent(printed('iam', 'list-users', 'Users[].UserName'), async (user, place) =>
      printed('iam', 'list-access-keys', 'AccessKeyMetadata[].AccessKeyId', '--user-name', user)(place),
    ),
    'AWS::IAM::Role': printed('iam', 'list-roles', 'Roles[].RoleId'),
    'AWS::IAM::Group': printed('iam', 'list-groups', 'Groups[].GroupId'),
    'AWS::IAM::ManagedPolicy': printed('iam', 'list-policies', 'Policies[].PolicyId', '--scope', 'Local'),
    'AWS::IAM::OIDCProvider': printed('iam', 'list-open-id-connect-providers', 'OpenIDConnectProviderList[].Arn'),
    'AWS::IAM::SAMLProvider': printed('iam', 'list-saml-providers', 'SAMLProviderList[].Arn'),
    'AWS::IAM::InstanceProfile': printed('iam', 'list-instance-profiles', 'InstanceProfiles[].InstanceProfileId'),
  },
};
