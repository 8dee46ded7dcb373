import type { OperationId } from '@/lib/contract/contract';
import type { Operation } from '@/lib/contract/operation';
import { type Field, fieldsOf, searchOf } from './fields';

const UID = '01a1fc91-2d7c-7b31-8f0e-5f1d2c3b4a59';
const ROLE = 'arn:aws:iam::339712905844:role/deploy';

/** Examples worth more than the usual one: whole command lines behind `mooring <noun> <verb>`. */
const EXAMPLES: Readonly<Partial<Record<OperationId, readonly string[]>>> = {
  'resources.list': [
    "'type:role tag.team=payments age>90d'",
    "--columns name,tag.team,attr.path 'type:AWS::IAM::Role'",
    "--all --output jsonl 'state:any changed<7d' > changed.jsonl",
  ],
  'resources.export': [
    "--file buckets.csv --columns name,accountId,tag.team 'type:AWS::S3::Bucket'",
    '--output jsonl | gzip > all.jsonl.gz',
  ],
  'resources.facets': ["--include tags 'type:ec2'"],
  'resources.get': [UID, ROLE],
  'resources.listAsOf': ["--at 2026-11-01 'type:role'"],
  'resources.getAsOf': [`${ROLE} --at 7d`],
  'resources.diff': [`${ROLE} --from 3 --to 5`],
  'resources.usedBy': ['arn:aws:kms:eu-west-1:339712905844:key/5f1d2c3b --all'],
  'relationships.usedBy': ['--type AWS::KMS::Key --key arn:aws:kms:eu-west-1:339712905844:key/5f1d2c3b'],
  'accessKeys.list': ['--age over_365 --status Active', '--all --output csv > keys.csv'],
  'accessKeys.blastRadius': ['AKIAIOSFODNN7EXAMPLE'],
  'findings.list': ['--severity critical,high --account 339712905844'],
  'findings.mute': [`${UID} --days 30 --reason 'Accepted until the supplier has moved.'`],
  'findingMutes.create': ["--rule bucket-public --tag team=web --days 90 --reason 'A public website.'"],
  'changes.list': ["--from 1d --to now 'type:ec2'"],
  'changes.summary': ['--from 7d --to now'],
  'changes.export': ['--from 2026-11-01 --to 2026-11-08 --file week.csv'],
  'integrations.create': ['--name payments --region eu-central-1 --options-permission-set minimal'],
  'integrations.update': ['payments --if-version 3 --schedule-every-minutes 60 --schedule-enabled'],
  'integrations.verify': ['payments --trust-policy @trust-policy.json'],
  'integrations.downloadTerraform': ['payments --file mooring.zip'],
  'integrations.downloadCloudFormation': ['payments --file mooring.yaml'],
  'views.create': ["--name 'Old roles' --query 'type:role age>1y' --shared"],
  'views.update': [`${UID} --if-version 1 --name 'Very old roles'`],
  'credentials.update': [`${UID} --if-version 2 --name jump`],
  'resources.neighbours': [`${ROLE} --direction out`],
  'resources.graph': [`${ROLE} --depth 2 --output json`],
  'resources.blastRadius': [ROLE],
  'resources.whoMayAssume': [ROLE],
  'findings.export': ['--file findings.csv'],
  'scans.stream': [`${UID} --output jsonl`],
  'verifications.stream': [UID],
  'setup.complete': ["--name 'Ada Byron' --email ada@example.com --workspace-name payments"],
  'links.inspect': ['--token @link.txt'],
  'links.acceptInvitation': ["--token @link.txt --name 'Ada Byron'"],
  'links.resetPassword': ['--token @link.txt'],
  'scans.start': ['payments', 'payments --watch'],
  'resources.versions': [`${ROLE} --diff`],
  'members.update': ['dV9kXb2m --role editor'],
  'invitations.create': ['--email ada@example.com --role viewer'],
  'apiTokens.create': ['--name ci --role viewer --expires-in-days 30'],
  'workspaces.create': ['--name payments'],
  'hostIdentities.create': ['--name cluster --kind token_file --path /var/run/secrets/aws/token'],
  'hostIdentities.grant': [`${UID} --workspace-id ${UID}`, `${UID} --workspace-id null`],
  'install.updateSettings': [
    '--if-version 1 --endpoints-default null --endpoints-sts https://sts.eu-west-1.amazonaws.com --endpoints-iam null --endpoints-organizations null --endpoints-cloudformation null',
  ],
  'integrations.applyInSandbox': ['payments --account-id 339712905844'],
  'credentials.create': [`--name jump --retriever mooring_issuer --role-chain '[{"roleArn":"${ROLE}"}]'`],
  'events.list': [
    '--access-key AKIAIOSFODNN7EXAMPLE --from 1d',
    '--principal deploy --outcome applied --all --output csv',
  ],
  'events.stream': ['--account 339712905844', '--output jsonl | jq -r .name'],
  'eventSources.create': ['--body @source.json'],
  'eventSources.test': ['--body @source.json'],
  'sensorProfiles.create': ['--title Default'],
  'retention.update': ['--days 400'],
  'auditLog.list': ['--from 7d --action integration.connect'],
};

const SAMPLE_IDS: Readonly<Record<string, string>> = {
  integrationId: 'payments',
  userId: 'dV9kXb2m',
  eventSourceId: 'payments-us-east-1',
  sensorProfileId: 'Default',
};

/** Command lines for the help of an operation. */
export function examplesOf(id: OperationId, operation: Operation, command: string): string[] {
  const own = EXAMPLES[id];
  if (own) return own.map((rest) => `${command} ${rest}`);
  const ids = parametersOf(operation).map((name) => SAMPLE_IDS[name] ?? UID);
  const needed = fieldsOf(operation)
    .filter(({ required }) => required)
    .map((field) => `--${field.flag} ${sample(field)}`);
  const search = searchOf(operation) === 'query' ? ["'type:role age>90d'"] : [];
  return [[command, ...ids, ...needed, ...search].join(' ')];
}

/** Parameters of the path that are arguments: all but the workspace, which is an option of every command. */
export function parametersOf(operation: Operation): string[] {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return names.filter((name) => name !== 'workspaceId' || !operation.path.startsWith('/workspaces/{workspaceId}'));
}

function sample({ kind, choices, flag, path }: Field): string {
  const [first] = choices;
  if (first) return first;
  if (kind === 'number') return '1';
  if (kind === 'time') return '1d';
  if (kind === 'boolean') return 'true';
  if (kind === 'json') return "'{}'";
  switch (path.at(-1)) {
    case 'password':
    case 'token':
      return '@-';
    case 'email':
      return 'ada@example.com';
    case 'accountId':
      return '339712905844';
    default:
      return /Id$/.test(path.at(-1) ?? '')
        ? (SAMPLE_IDS[path.at(-1) ?? ''] ?? UID)
        : flag === 'name'
          ? 'payments'
          : '…';
  }
}
