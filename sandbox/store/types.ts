/** Times are milliseconds since 1970. Policy documents are kept as the text that was sent, as IAM does. */
export type Tag = { key: string; value: string };
export type InlinePolicy = { name: string; document: string };

export type AccessKey = {
  id: string;
  secret: string;
  status: 'Active' | 'Inactive';
  createdAt: number;
  /** When it was made or its status last changed: the credential report's `last_rotated`. */
  changedAt: number;
  /** Replaced in place on each use: usage is not a change of the user. */
  lastUsed: { at: number; service: string; region: string } | undefined;
};

export type MfaDevice = { serialNumber: string; enabledAt: number };
export type LoginProfile = { createdAt: number; resetRequired: boolean };

type Principal = {
  name: string;
  path: string;
  id: string;
  arn: string;
  createdAt: number;
  inlinePolicies: readonly InlinePolicy[];
  attachedPolicies: readonly string[];
};

export type User = Principal & {
  tags: readonly Tag[];
  boundary: string | undefined;
  groups: readonly string[];
  loginProfile: LoginProfile | undefined;
  passwordLastUsed: number | undefined;
  mfaDevices: readonly MfaDevice[];
  accessKeys: readonly AccessKey[];
};

export type Group = Principal;

export type Role = Principal & {
  trust: string;
  description: string | undefined;
  maxSessionDuration: number;
  tags: readonly Tag[];
  boundary: string | undefined;
  lastUsed: { at: number; region: string } | undefined;
};

export type PolicyVersion = { id: string; document: string; createdAt: number };

export type ManagedPolicy = {
  name: string;
  path: string;
  id: string;
  arn: string;
  description: string | undefined;
  createdAt: number;
  updatedAt: number;
  defaultVersionId: string;
  versions: readonly PolicyVersion[];
  nextVersion: number;
  tags: readonly Tag[];
};

export type InstanceProfile = {
  name: string;
  path: string;
  id: string;
  arn: string;
  createdAt: number;
  roleName: string | undefined;
  tags: readonly Tag[];
};

export type OidcProvider = {
  arn: string;
  /** Host and path, without `https://`. */
  url: string;
  clientIds: readonly string[];
  thumbprints: readonly string[];
  createdAt: number;
  tags: readonly Tag[];
};

export type SamlProvider = {
  arn: string;
  name: string;
  id: string;
  metadata: string;
  createdAt: number;
  validUntil: number;
  tags: readonly Tag[];
};

export type VirtualMfaDevice = { serialNumber: string; seed: string; createdAt: number; userName: string | undefined };

export type PasswordPolicy = {
  minimumPasswordLength: number;
  requireSymbols: boolean;
  requireNumbers: boolean;
  requireUppercaseCharacters: boolean;
  requireLowercaseCharacters: boolean;
  allowUsersToChangePassword: boolean;
  maxPasswordAge: number | undefined;
  passwordReusePrevention: number | undefined;
  hardExpiry: boolean | undefined;
};

export type CredentialReport = { generatedAt: number; csv: string };
