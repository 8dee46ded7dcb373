export type AdmissionKind =
  | 'exact-subject'
  | 'subject-pattern'
  | 'any-subject'
  | 'any-audience'
  | 'anyone'
  | 'account'
  | 'organization'
  | 'user'
  | 'role'
  | 'session'
  | 'deleted-principal'
  | 'service'
  | 'saml-provider'
  | 'web-provider'
  | 'unreadable';

/**
 * `us`: this integration and nobody else. `open`: a set that has no sure end. `outsider`: others, of accounts or issuers
 * not known here. `known-account`: accounts the workspace has. `same-account`: the role's own. `service`: AWS itself.
 */
export type AdmissionRisk = 'us' | 'open' | 'outsider' | 'known-account' | 'same-account' | 'service';

export type AdmittedEntry = {
  kind: AdmissionKind;
  /** One sentence in plain words. */
  description: string;
  /** The principal as the policy names it. */
  principal: string;
  /** The subject or pattern of it, as the policy compares it; null where there is none. */
  subjectPattern: string | null;
  audience: string | null;
  /** The statement that admits; -1 for a document that could not be read. */
  statementIndex: number;
  isUs: boolean;
  risk: AdmissionRisk;
};

/** Who we are to this role: by web identity, or as an AWS principal that sends an External ID. */
export type Ourselves =
  | { flow: 'web-identity'; providerArn: string; subject: string; audience: string }
  | { flow: 'assume-role'; principalArn: string; externalId: string | null };

export type AuditContext = {
  /** The account of the role. */
  accountId: string;
  /** Absent on a role's page: then nobody is us. */
  us?: Ourselves;
  knownAccounts?: readonly { id: string; name: string }[];
  /** Client ids of OIDC providers by ARN, where known: a sole client id stands in for a missing `aud` condition. */
  clientIds?: Readonly<Record<string, readonly string[]>>;
};

export type AdmittedSubjects = {
  entries: AdmittedEntry[];
  /** True only when somebody is admitted and everybody who is, is us. Save is gated on it. */
  onlyUs: boolean;
  /** Why not, or what to know about it, in plain words. */
  reasons: string[];
};
