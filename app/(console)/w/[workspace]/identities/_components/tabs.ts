export const TAB_IDS = ['users', 'groups', 'roles', 'policies', 'providers'] as const;
export type TabId = (typeof TAB_IDS)[number];

type Tab = {
  label: string;
  types: readonly string[];
  noun: string;
  nouns: string;
  /** What it means that there is none. */
  why: string;
};

export const IDENTITY_TABS = {
  users: {
    label: 'Users',
    types: ['AWS::IAM::User'],
    noun: 'user',
    nouns: 'users',
    why: 'No scanned account has IAM users: people come in by roles, as they should.',
  },
  groups: {
    label: 'Groups',
    types: ['AWS::IAM::Group'],
    noun: 'group',
    nouns: 'groups',
    why: 'No scanned account has groups. They give their members’ users policies in common.',
  },
  roles: {
    label: 'Roles',
    types: ['AWS::IAM::Role'],
    noun: 'role',
    nouns: 'roles',
    why: 'A scan of a connected account finds at least the role that Mooring comes in by.',
  },
  policies: {
    label: 'Policies',
    types: ['AWS::IAM::ManagedPolicy'],
    noun: 'policy',
    nouns: 'policies',
    why: 'Customer-managed policies are listed here; those that AWS manages are shown where they are attached.',
  },
  providers: {
    label: 'Providers',
    types: ['AWS::IAM::OIDCProvider', 'AWS::IAM::SAMLProvider'],
    noun: 'provider',
    nouns: 'providers',
    why: 'OIDC and SAML identity providers, whose tokens roles can trust.',
  },
} as const satisfies Record<TabId, Tab>;
