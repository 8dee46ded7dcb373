import { type ListIds, type MotoService, names, type Place, printed } from './service';

/** moto's own filters; AWS has more types of policy, which moto does not know. */
const POLICY_TYPES = [
  'SERVICE_CONTROL_POLICY',
  'TAG_POLICY',
  'AISERVICES_OPT_OUT_POLICY',
  'BACKUP_POLICY',
  'RESOURCE_CONTROL_POLICY',
];
const SCP = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });

const units: ListIds = async (place) => {
  const all: string[] = [];
  const parents = await printed('organizations', 'list-roots', 'Roots[].Id')(place);
  for (let parent = parents.shift(); parent !== undefined; parent = parents.shift()) {
    const below = printed(
      'organizations',
      'list-organizational-units-for-parent',
      'OrganizationalUnits[].Id',
      '--parent-id',
      parent,
    );
    const found = await below(place);
    all.push(...found);
    parents.push(...found);
  }
  return all;
};

const policies: ListIds = async (place: Place) => {
  const all: string[] = [];
  for (const type of POLICY_TYPES) {
    all.push(...(await printed('organizations', 'list-policies', 'Policies[].Id', '--filter', type)(place)));
  }
  return all;
};

export const organizations: MotoService = {
  async fill(place, many) {
    const aws = <T>(command: string, ...words: string[]) => place.aws<T>('organizations', command, ...words);
    await aws('create-organization', '--feature-set', 'ALL');
    const root = await aws<string>('list-roots', '--query', 'Roots[0].Id');
    const unit = (parent: string, name: string) =>
      aws<string>(
        'create-organizational-unit',
        '--parent-id',
        parent,
        '--name',
        name,
        '--query',
        'OrganizationalUnit.Id',
      );
    const workloads = await unit(root, 'workloads');
    const production = await unit(workloads, 'production');
    await unit(root, 'sandbox');
    // More than the 20 of a page.
    for (const [index, name] of names(Math.min(Math.max(many, 3), 45), place).entries()) {
      const asked = ['--account-name', name, '--email', `${name}@example.com`, '--tags', 'Key=from,Value=moto'];
      const id = await aws<string>('create-account', ...asked, '--query', 'CreateAccountStatus.AccountId');
      const moved = ['--account-id', id, '--source-parent-id', root, '--destination-parent-id', production];
      if (index % 2 === 0) await aws('move-account', ...moved);
    }
    for (const name of names(Math.min(many, 25), place)) {
      const asked = ['--name', name, '--type', 'SERVICE_CONTROL_POLICY', '--content', SCP, '--description', 'None'];
      const id = await aws<string>('create-policy', ...asked, '--query', 'Policy.PolicySummary.Id');
      await aws('attach-policy', '--policy-id', id, '--target-id', workloads);
    }
  },
  gaps: {
    'AWS::Organizations::Policy': { code: 'InvalidInputException', why: 'moto knows five of the types of policy' },
  },
  lists: {
    'AWS::Organizations::Organization': async (place) => [
      await place.aws<string>('organizations', 'describe-organization', '--query', 'Organization.Id'),
    ],
    'AWS::Organizations::OrganizationalUnit': units,
    'AWS::Organizations::Account': printed('organizations', 'list-accounts', 'Accounts[].Id'),
    'AWS::Organizations::Policy': policies,
  },
};
