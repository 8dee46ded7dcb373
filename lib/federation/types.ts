import type { ErrorDetail } from '@/lib/errors/app-error';

export const RETRIEVER_KINDS = ['none', 'kube_sa_token', 'token_file', 'mooring_issuer'] as const;
export type RetrieverKind = (typeof RETRIEVER_KINDS)[number];

/** Temporary AWS credentials as the SDK's `credentials` option takes them; `expiration` absent = the host's own static keys. */
export type AwsCredentials = {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
};

/** One AssumeRole of a chain. `durationSeconds` 900-3600 for every hop after the first (AWS limits chained sessions). */
export type RoleHop = {
  roleArn: string;
  externalId?: string;
  sessionName: string;
  durationSeconds?: number;
};

/**
 * pending: IAM may just not know yet; transient: AWS or the way to it; token: the token or its provider is refused;
 * request: our parameters are wrong; refused: everything else AWS says no to.
 */
export type StsFailureKind = 'pending' | 'transient' | 'token' | 'request' | 'refused';

/** An STS answer that is not credentials: AWS's own code and text, with what a support case needs. */
export type StsFailure = ErrorDetail & {
  operation: 'AssumeRoleWithWebIdentity' | 'AssumeRole' | 'GetCallerIdentity';
  awsCode: string;
  httpStatus: number | null;
  awsRequestId: string | null;
  kind: StsFailureKind;
};

/** How a workspace proves who it is to AWS (System -> Security). Null = not known, never a guess. */
export type FederationFacts = {
  issuerKind: 'mooring' | 'kubernetes' | 'external';
  issuerUrl: string;
  audience: string;
  subject: string;
  namespace: string | null;
  serviceAccount: string | null;
  tokenPath: string | null;
  discoveryUrl: string;
  /** When the token on disk expires; null for tokens minted on demand. */
  tokenExpiresAt: Date | null;
};
