import type { Stack } from './stack';
import { Table } from './table';
import type {
  CredentialReport,
  Group,
  InstanceProfile,
  ManagedPolicy,
  OidcProvider,
  PasswordPolicy,
  Role,
  SamlProvider,
  User,
  VirtualMfaDevice,
} from './types';

/** One AWS account. IAM tables are keyed by name (providers and MFA devices by ARN); stacks by region and stack id. */
export class Account {
  readonly users: Table<User>;
  readonly groups = new Table<Group>();
  readonly roles = new Table<Role>();
  readonly policies = new Table<ManagedPolicy>();
  readonly instanceProfiles = new Table<InstanceProfile>();
  readonly oidcProviders = new Table<OidcProvider>();
  readonly samlProviders = new Table<SamlProvider>();
  readonly virtualMfaDevices = new Table<VirtualMfaDevice>();
  readonly stacks = new Map<string, Stack>();
  /** What services keep by kind and region, `ec2.vpc/eu-west-1`; made at first use (`table`). */
  readonly kinds = new Map<string, Table<object>>();
  passwordPolicy: PasswordPolicy | undefined;
  alias: string | undefined;
  credentialReport: CredentialReport | undefined;

  constructor(
    readonly id: string,
    readonly name: string,
    readonly email: string,
    onUserChange: (before: User | undefined, after: User | undefined) => void,
  ) {
    this.users = new Table<User>(onUserChange);
  }

  /** The rows of one kind (`ec2.vpc`) in one region (`global` for what has none). Values must be plain JSON: they are kept in a file. */
  table<T extends object>(kind: string, region: string): Table<T> {
    const key = `${kind}/${region}`;
    let table = this.kinds.get(key);
    if (table === undefined) {
      table = new Table<object>();
      this.kinds.set(key, table);
    }
    return table as unknown as Table<T>;
  }

  /** `arn:aws:iam::<account>:role/service/name`. The path begins and ends with a slash. */
  iamArn(kind: string, path: string, name: string): string {
    return `arn:aws:iam::${this.id}:${kind}${path}${name}`;
  }

  get rootArn(): string {
    return `arn:aws:iam::${this.id}:root`;
  }
}
