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

/** One organization over the world's accounts. Units and accounts hang on the root or on a unit. */
export type Organization = {
  id: string;
  rootId: string;
  managementAccountId: string;
  units: OrganizationalUnit[];
  accounts: OrganizationAccount[];
};
