import type { StsErrorExplanation } from './error-table';

/** One line of the comparison shown to people. */
export type ClauseRow = {
  /** `Principal`, `Action`, or the condition key as the policy writes it. */
  clause: string;
  /** How it is compared: `Federated`, `StringLike` … */
  operator: string;
  policySays: readonly string[];
  /** Null when the token, or the request, has no such value. */
  tokenHas: string | null;
  result: 'matches' | 'differs' | 'missing';
  hint: string | null;
};

export type StatementComparison = {
  index: number;
  sid: string | null;
  effect: 'Allow' | 'Deny';
  rows: ClauseRow[];
  /** All rows match: the statement applies to the token. */
  applies: boolean;
};

export type TrustPolicyFix = {
  /** What changes, in a sentence. */
  explanation: string;
  /** The corrected whole document, indented JSON, and the present one for a diff. */
  json: string;
  before: string;
  /** The `assume_role_policy` argument for Terraform. */
  terraform: string;
  /** One line of shell for the AWS CLI. */
  cli: string;
  /** Clauses that refuse the token and are not ours to rewrite. */
  stillInTheWay: readonly string[];
};

export type Diagnosis = {
  verdict: 'refused-by-conditions' | 'refused-by-deny' | 'admitted' | 'no-policy' | 'unreadable-policy';
  summary: string;
  /** The statement that comes closest first; empty without a readable policy. */
  statements: StatementComparison[];
  fix: TrustPolicyFix | null;
  /** The error itself, when one was given. */
  error: StsErrorExplanation | null;
};

export type DiagnosisInput = {
  /** The token's claims, unverified (peekClaims). */
  claims: Readonly<Record<string, unknown>>;
  /** ARN of the provider for the token's issuer in the role's account. */
  providerArn: string;
  roleArn: string;
  roleSessionName?: string;
  /** The trust policy, read or pasted; undefined when it is not known. */
  trustPolicy?: unknown;
  /** What the policy should admit; the token's own sub and aud when absent. */
  wanted?: { subject: string; audience: string };
  /** A probe that got in and must not. */
  mustRefuse?: boolean;
  error?: { code: string; message: string };
};
