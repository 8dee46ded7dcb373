import type { PolicyType } from '@aws-sdk/client-organizations';

export type OrganizationalUnit = { id: string; name: string; parentId: string };

export type OrganizationAccount = {
  id: string;
  name: string;
  email: string;
  parentId: string;
  status: 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE';
  joinedMethod: 'CREATED' | 'INVITED';
  joinedAt: number;
};

export type OrganizationPolicy = {
  id: string;
  name: string;
  description: string;
  type: PolicyType;
  content: string;
  awsManaged: boolean;
  /** Ids of roots, units and accounts. */
  targets: string[];
};

/** One organization over the world's accounts. Units and accounts hang on the root or on a unit. */
export type Organization = {
  id: string;
  rootId: string;
  managementAccountId: string;
  units: OrganizationalUnit[];
  accounts: OrganizationAccount[];
  /** Absent in worlds that were kept before there were any. */
  policies?: OrganizationPolicy[];
  enabledPolicyTypes?: PolicyType[];
  delegatedAdministrators?: string[];
  /** By the id of a root, unit, account or policy. */
  tags?: Record<string, Record<string, string>>;
};
