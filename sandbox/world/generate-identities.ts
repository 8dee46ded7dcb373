import type { Account } from '../store/account';
import type { Random } from '../store/random';
import type { World } from '../store/world';
import { Builder } from './builders';
import { AWS_POLICY, accountTrust, allow, GITHUB, githubTrust, serviceTrust } from './documents';

export type Identities = { users: number; roles: number; policies: number; groups: number; keysPerUser: number };

const TEAMS = ['payments', 'ledger', 'search', 'mobile', 'data', 'platform', 'risk', 'support', 'growth', 'billing'];
const FIRST = ['ada', 'noor', 'elif', 'hugo', 'mei', 'ravi', 'sara', 'tomas', 'zanele', 'yuki', 'olga', 'pedro'];
const LAST = [
  'berg',
  'costa',
  'diallo',
  'eriksen',
  'fontana',
  'gupta',
  'haas',
  'ito',
  'jansen',
  'kaya',
  'lopez',
  'meyer',
];
const SERVICES = ['ec2', 'lambda', 'ecs-tasks', 'glue', 'states', 'codebuild'];
const AWS_ATTACHED = ['ReadOnlyAccess', 'AmazonS3ReadOnlyAccess', 'SecurityAudit', 'PowerUserAccess'];

/**
 * Adds people, roles and policies to one account: names go on where the last ones stopped. Answers how many access keys
 * came with the users. 10,000 entities take about a second.
 */
export function generateIdentities(world: World, account: Account, wanted: Identities, random: Random): number {
  const build = new Builder(world, account, world.clock.now());
  const provider = account.oidcProviders.get(account.iamArn('oidc-provider', '/', GITHUB));
  const github = provider ?? build.oidcProvider(GITHUB, ['sts.amazonaws.com'], 500);
  const policies: string[] = [];
  const groups: string[] = [];
  let keys = 0;
  for (let index = 0; index < wanted.policies; index += 1) {
    const name = `${random.pick(TEAMS)}-access-${number(account.policies.size)}`;
    policies.push(build.policy(name, random.between(10, 1500), documents(random, index)).arn);
  }
  for (let index = 0; index < wanted.groups; index += 1) {
    const attachedPolicies = policies.length === 0 ? [] : [random.pick(policies)];
    const name = `${random.pick(TEAMS)}-group-${number(account.groups.size)}`;
    groups.push(build.group(name, random.between(100, 1500), { attachedPolicies }).name);
  }
  for (let index = 0; index < wanted.users; index += 1) {
    const age = random.between(5, 1500);
    const accessKeys = Array.from({ length: wanted.keysPerUser }, () => someKey(build, random, age));
    keys += accessKeys.length;
    build.user(`${random.pick(FIRST)}.${random.pick(LAST)}.${number(account.users.size)}`, age, {
      accessKeys,
      groups: groups.length === 0 ? [] : [random.pick(groups)],
      attachedPolicies: policies.length > 0 && random.chance(0.2) ? [random.pick(policies)] : [],
      tags: [{ key: 'team', value: random.pick(TEAMS) }],
    });
  }
  for (let index = 0; index < wanted.roles; index += 1) {
    const team = random.pick(TEAMS);
    const own = policies.length > 0 && random.chance(0.7) ? random.pick(policies) : undefined;
    build.role(
      `${team}-role-${number(account.roles.size)}`,
      random.between(1, 1500),
      someTrust(random, github.arn, account.rootArn, team),
      {
        attachedPolicies: [own ?? `${AWS_POLICY}/${random.pick(AWS_ATTACHED)}`],
        tags: [{ key: 'team', value: team }],
        ...(random.chance(0.6) ? { usedDaysAgo: random.between(0, 390) } : {}),
      },
    );
  }
  return keys;
}

const number = (index: number) => String(index).padStart(5, '0');

function documents(random: Random, index: number): object[] {
  const bucket = `arn:aws:s3:::team-bucket-${index}`;
  const versions = random.between(1, 3);
  return Array.from({ length: versions }, (_, version) =>
    allow(
      {
        Action: ['s3:GetObject', 's3:ListBucket', ...(version > 0 ? ['s3:PutObject'] : [])],
        Resource: [bucket, `${bucket}/*`],
      },
      { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' },
    ),
  );
}

function someKey(build: Builder, random: Random, userAge: number) {
  const age = random.between(0, userAge);
  const inactive = random.chance(0.1);
  return random.chance(0.75)
    ? build.key(age, { usedDaysAgo: random.between(0, age), inactive })
    : build.key(age, { inactive });
}

function someTrust(random: Random, github: string, root: string, team: string): object {
  const kind = random.between(0, 9);
  if (kind < 6) return serviceTrust(random.pick(SERVICES));
  if (kind < 8) return accountTrust(root);
  const subject = kind === 8 ? `repo:northquay/${team}:ref:refs/heads/main` : 'repo:northquay/*';
  return githubTrust(github, 'StringLike', subject);
}
