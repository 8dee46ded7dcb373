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

  /** `arn:aws:iam::<account>:role/service/name`. The path begins and ends with a slash. */
  iamArn(kind: string, path: string, name: string): string {
    return `arn:aws:iam::${this.id}:${kind}${path}${name}`;
  }

  get rootArn(): string {
    return `arn:aws:iam::${this.id}:root`;
  }
}
