import { otherNamesOf } from '../input/things';
import type { FieldKind } from './json-schema';

/** Words for fields whose schema says nothing: the same names mean the same all over the API. */
const WORDS: Readonly<Record<string, string>> = {
  pageSize: 'How many at a time, 1 to 200.',
  pageToken: 'Go on where an earlier answer ended: its nextPageToken.',
  type: 'Resource types, AWS::IAM::Role. Several by comma.',
  account: 'Account numbers. Several by comma.',
  region: 'Regions, or global. Several by comma.',
  service: 'Services: ec2, iam, s3. Several by comma.',
  state: 'Only those in this state.',
  sort: 'Order by this.',
  order: 'Ascending or descending.',
  kind: 'Only of this kind.',
  kinds: 'Only of these kinds. Several by comma.',
  direction: 'out: what it names. in: what names it.',
  limit: 'At most so many.',
  cause: 'Only what a scan found, or an event brought.',
  format: 'Format of the file.',
  rule: 'Rules. Several by comma.',
  severity: 'Severities. Several by comma.',
  status: 'Only keys with this status.',
  age: 'Only keys of this age, in days.',
  used: 'Only keys by their last use.',
  actor: 'Only what this person or token did.',
  action: 'Only this action.',
  target: 'Only what was done to this.',
  from: 'Not before this moment.',
  to: 'Not after this moment.',
  name: 'Name.',
  role: 'What it may do in the workspace.',
  expiresInDays: 'For how many days it is valid.',
  email: 'E-mail address.',
  password: 'Password. Asked for when it is left out at a terminal.',
  token: 'Secret of the one-time link. Asked for when it is left out at a terminal.',
  reason: 'Why, in a few words. It is shown and audited.',
  openReason: 'Why an open role is accepted. Only an owner may; it is audited and stays shown.',
  days: 'For how many days.',
  accountId: 'Account number.',
  tag: 'Tag, key or key=value.',
  version: 'The version you have read; a newer one is not overwritten.',
  retriever: 'How AWS credentials are had.',
  roleChain: 'Roles to assume one after another, as JSON: [{"roleArn": "…", "externalId": "…"}].',
  roleArn: 'ARN of the role that was made.',
  roleName: 'Name of the role, instead of the proposed one.',
  scope: 'What is connected.',
  permissionSet: 'What the role may read.',
  existingProviderArn: 'ARN of an OIDC provider that is there already.',
  everyMinutes: 'Minutes between two scans.',
  enabled: 'Whether it is in force.',
  installAdmin: 'Whether they are an install administrator.',
  workspaceName: 'Name of the first workspace.',
  path: 'Path of the file on the host.',
  profile: 'Profile of the shared AWS configuration.',
  namespace: 'Kubernetes namespace.',
  audience: 'Audience of the token.',
};

const ONE = ['type', 'region', 'account', 'kind', 'rule', 'sort', 'order', 'state', 'columns'];

/** `hostIdentityId` -> `Id of the host identity.` */
export function wordsFor(path: readonly string[], part: 'query' | 'body', kind: FieldKind): string {
  const name = path.at(-1) ?? '';
  const parent = path.at(-2);
  const plainWords = (text: string) => text.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  if (parent === 'endpoints') return `URL of ${name === 'default' ? 'every service that is not named' : name}.`;
  // In a query these narrow a list; in a body they are of the thing itself.
  if (part === 'body' && ONE.includes(name)) return `Its ${plainWords(name)}.`;
  const known = WORDS[name];
  if (known) return known;
  const other = otherNamesOf(name);
  if (other) return `The ${plainWords(name.slice(0, -2))}: its ${other}.`;
  if (/Id$/.test(name)) return `Id of the ${plainWords(name.slice(0, -2))}.`;
  const words = plainWords(path.join(' '));
  return `${words.replace(/^./, (first) => first.toUpperCase())}${kind === 'json' ? ', as JSON' : ''}.`;
}
