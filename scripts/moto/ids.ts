import type { ApiClient } from '@/lib/client/client';
import { run } from '../lib/run';

/** AWS's own id of everything, by type. */
export type Ids = Record<string, Set<string>>;

const LISTS = [
  { type: 'AWS::IAM::User', args: ['list-users'], query: 'Users[].UserId' },
  { type: 'AWS::IAM::Role', args: ['list-roles'], query: 'Roles[].RoleId' },
  { type: 'AWS::IAM::Group', args: ['list-groups'], query: 'Groups[].GroupId' },
  { type: 'AWS::IAM::ManagedPolicy', args: ['list-policies', '--scope', 'Local'], query: 'Policies[].PolicyId' },
] as const;

/** What the AWS CLI lists, paginated by itself. */
export async function awsIds(endpoint: string): Promise<Ids> {
  const ids: Ids = {};
  for (const { type, args, query } of LISTS) ids[type] = new Set(await aws(endpoint, ...args, '--query', query));
  const users = await aws(endpoint, 'list-users', '--query', 'Users[].UserName');
  const keys = new Set<string>();
  // Keys have no list of their own in AWS: one call a user, for the users that the fill gave keys to and twenty more.
  for (const user of users.slice(0, 50)) {
    for (const id of await aws(
      endpoint,
      'list-access-keys',
      '--user-name',
      user,
      '--query',
      'AccessKeyMetadata[].AccessKeyId',
    ))
      keys.add(id);
  }
  ids['AWS::IAM::AccessKey'] = keys;
  return ids;
}

export async function mooringIds(api: ApiClient, workspaceId: string): Promise<Ids> {
  const ids: Ids = {};
  let pageToken: string | undefined;
  do {
    const page = await api.call('resources.list', {
      params: { workspaceId },
      query: { pageSize: 200, ...(pageToken ? { pageToken } : {}) },
    });
    for (const { type, id } of page.resources) {
      ids[type] ??= new Set();
      ids[type].add(id);
    }
    pageToken = page.nextPageToken;
  } while (pageToken);
  return ids;
}

async function aws(endpoint: string, ...args: string[]): Promise<string[]> {
  const { code, stdout, output } = await run('aws', ['--endpoint-url', endpoint, '--output', 'json', 'iam', ...args], {
    env: {
      ...process.env,
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'testing',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_PAGER: '',
    },
    timeoutMs: 120_000,
  });
  if (code !== 0) throw new Error(output);
  return JSON.parse(stdout) as string[];
}
