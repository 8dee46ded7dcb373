import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import { type SandboxOptions, startSandbox } from '../server';
import type { Account } from '../store/account';
import { ACCOUNTS, ADMIN_USER } from '../world/bootstrap';

export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
export type AccountName = (typeof ACCOUNTS)[number]['name'];

/** A clock that stands still until a test moves it; signatures need the client to agree, so it starts at the real time. */
export class TestClock {
  private shift = 0;
  now = () => Date.now() + this.shift;
  forward(milliseconds: number): void {
    this.shift += milliseconds;
  }
}

/** A sandbox with a small world, and unmodified AWS clients for it. */
export async function aSandbox(options: SandboxOptions = {}) {
  const running = await startSandbox(options);
  const clients = (credentials: Credentials) => {
    const config = {
      endpoint: running.url,
      region: 'eu-west-1',
      credentials,
      maxAttempts: 1,
      systemClockOffset: (options.clock?.now() ?? Date.now()) - Date.now(),
    };
    return {
      iam: new IAMClient(config),
      sts: new STSClient(config),
      cloudFormation: new CloudFormationClient(config),
      organizations: new OrganizationsClient(config),
    };
  };
  const account = (name: AccountName): Account => {
    const id = ACCOUNTS.find((each) => each.name === name)?.id;
    const found = id && running.world.accounts.get(id);
    if (!found) throw new Error(`No account ${name}.`);
    return found;
  };
  const adminKey = (name: AccountName): Credentials => {
    const key = account(name).users.get(ADMIN_USER)?.accessKeys[0];
    if (!key) throw new Error(`No administrator in ${name}.`);
    return { accessKeyId: key.id, secretAccessKey: key.secret };
  };
  return { ...running, clients, account, adminKey, admin: (name: AccountName) => clients(adminKey(name)) };
}

/** The environment of an AWS tool that works as an account's administrator. */
export function adminEnvironment(sandbox: TestSandbox, name: AccountName) {
  const { accessKeyId, secretAccessKey } = sandbox.adminKey(name);
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_DEFAULT_REGION: 'eu-west-1' };
}

export type TestSandbox = Awaited<ReturnType<typeof aSandbox>>;

/** The name and text of the refusal a call met; fails when the call was answered. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return `${error.name}: ${error.message}`;
  }
  throw new Error('The call was not refused.');
}
