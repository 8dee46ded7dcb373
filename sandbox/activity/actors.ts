import { createHash } from 'node:crypto';
import type { Account } from '../store/account';
import { accessKeyId } from '../store/ids';
import type { Random } from '../store/random';
import type { Role, User } from '../store/types';
import type { World } from '../store/world';
import { ADMIN_USER } from '../world/bootstrap';
import type { Actor } from './step';

const CLI = 'aws-cli/2.31.18 md/awscrt#0.27.6 ua/2.1 os/macos#25.1.0 md/arch#arm64 lang/python#3.13.7 md/command';
const CONSOLE =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';
const TERRAFORM =
  'APN/1.0 HashiCorp/1.0 Terraform/1.13.4 (+https://www.terraform.io) terraform-provider-aws/6.17.0 (+https://registry.terraform.io/providers/hashicorp/aws) m/C';
const BOTO =
  'Boto3/1.40.55 md/Botocore#1.40.55 ua/2.1 os/linux#6.1.153-175.280.amzn2023.x86_64 md/arch#x86_64 lang/python#3.12.11';
const ACTIONS =
  'aws-sdk-js/3.908.0 ua/2.1 os/linux#6.14.0-1017-azure lang/js md/nodejs#20.19.5 api/sts#3.908.0 configure-aws-credentials-for-github-actions';

/** People of the organization who sign in through roles. */
const PEOPLE = ['amara.okafor', 'ines.moreau', 'jonas.weber', 'priya.raman', 'sofia.almeida'];

/** The administrator whose key begins everything. Throws when there is no such account. */
export function administrator(world: World, accountId: string): Actor {
  const account = world.accounts.get(accountId);
  const user = account?.users.get(ADMIN_USER);
  if (account === undefined || user === undefined)
    throw new Error(`There is no account ${accountId} with an administrator.`);
  return userActor(account, user, user.accessKeys[0]?.id ?? '', TERRAFORM);
}

function userActor(account: Account, user: User, keyId: string, userAgent: string): Actor {
  return {
    caller: {
      kind: 'user',
      accountId: account.id,
      arn: user.arn,
      userId: user.id,
      userName: user.name,
      accessKeyId: keyId,
      session: undefined,
    },
    sourceIp: addressOf(user.name),
    userAgent,
  };
}

/** Where somebody always comes from: an address that documentation may use (RFC 5737). */
function addressOf(name: string): string {
  const [network = 0, host = 0] = createHash('sha256').update(name).digest();
  return `${['203.0.113', '198.51.100', '192.0.2'][network % 3]}.${1 + (host % 254)}`;
}

function roleActor(world: World, account: Account, role: Role, random: Random): Actor {
  const github = /token\.actions\.githubusercontent\.com/.test(role.trust);
  const isMachine = /"Service":/.test(role.trust);
  const person = random.pick(PEOPLE);
  const sessionName = github
    ? 'GitHubActions'
    : isMachine
      ? `i-0${createHash('sha256').update(role.id).digest('hex').slice(0, 16)}`
      : person;
  const provider = account.iamArn('oidc-provider', '/', 'token.actions.githubusercontent.com');
  return {
    caller: {
      kind: 'role',
      accountId: account.id,
      arn: `arn:aws:sts::${account.id}:assumed-role/${role.name}/${sessionName}`,
      userId: `${role.id}:${sessionName}`,
      roleName: role.name,
      roleArn: role.arn,
      roleId: role.id,
      sessionName,
      accessKeyId: accessKeyId(random, 'ASIA', account.id),
      issuedAt: world.clock.now() - random.between(10, 2400) * 1000,
      sessionPolicies: [],
      sessionPolicyArns: [],
      sessionTags: [],
      sourceIdentity: undefined,
      webIdentity: github
        ? {
            provider,
            issuer: 'https://token.actions.githubusercontent.com',
            audience: 'sts.amazonaws.com',
            subject: 'repo:northquay/payments-api:ref:refs/heads/main',
          }
        : undefined,
    },
    sourceIp: addressOf(github ? 'actions' : isMachine ? role.name : person),
    userAgent: github ? ACTIONS : isMachine ? BOTO : random.pick([CONSOLE, CLI]),
  };
}

/** Never used, nor touched: Mooring's own roles, AWS's service-linked ones, and who is there for emergencies. */
export const isOff = ({ name, path }: Pick<Role, 'name' | 'path'>) =>
  /^(mooring|break-glass)/i.test(name) || path.startsWith('/aws-service-role/');

/** Everybody in an account who could make a call: users with active keys or a password, and roles, in a random order. */
export function actorsOf(world: World, account: Account, random: Random): Actor[] {
  const users = account.users
    .list(undefined)
    .slice(0, MOST)
    .flatMap((user) => {
      const key = user.accessKeys.find(({ status }) => status === 'Active');
      if (isOff(user) || user.name === ADMIN_USER) return [];
      if (key)
        return [
          userActor(account, user, key.id, user.path.startsWith('/service') ? random.pick([BOTO, TERRAFORM]) : CLI),
        ];
      return user.loginProfile ? [userActor(account, user, accessKeyId(random, 'ASIA', account.id), CONSOLE)] : [];
    });
  const roles = account.roles
    .list()
    .slice(0, MOST)
    .filter((role) => !isOff(role))
    .map((role) => roleActor(world, account, role, random));
  return [...users, ...roles]
    .map((actor) => ({ actor, order: random.next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ actor }) => actor);
}

/** Of a generated account's thousands, the first are enough. */
const MOST = 60;
