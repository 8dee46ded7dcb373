import type { Caller, RequestContext } from '../policy/request';

/** A failure as STS sends it: `code` is the wire code (not the SDK's exception name). */
export type StsFailure = { ok: false; code: StsErrorCode; message: string; httpStatus: number };

export const STS_ERROR_STATUS = {
  AccessDenied: 403,
  ExpiredTokenException: 400,
  IDPCommunicationError: 400,
  IDPRejectedClaim: 403,
  InternalFailure: 500,
  InvalidIdentityToken: 400,
  MalformedPolicyDocument: 400,
  PackedPolicyTooLarge: 400,
  ValidationError: 400,
} as const;

export type StsErrorCode = keyof typeof STS_ERROR_STATUS;

/** An IAM OIDC provider. `url` as IAM keeps it, with or without `https://`. */
export type OidcProvider = { arn: string; url: string; clientIds: readonly string[] };

/** The role asked for. `trustPolicy` is the document (JSON text or object). `maxSessionDuration` in seconds. */
export type TrustedRole = {
  arn: string;
  trustPolicy: unknown;
  maxSessionDuration: number;
  tags?: Readonly<Record<string, string>>;
};

/** A member of a key set as published: nothing about it is trusted yet. */
export type PublishedKey = Readonly<Record<string, unknown>>;

/** What the caller's fetch of discovery and JWKS gave. */
export type KeyRetrieval = { ok: true; keys: readonly PublishedKey[] } | { ok: false; reason: string };

export type SessionTags = { tags: Record<string, string>; transitiveTagKeys: string[] };

export type WebIdentityRequest = {
  roleArn: string;
  roleSessionName: string;
  webIdentityToken: string;
  /** Seconds, 900 to 43200; 3600 when absent. */
  durationSeconds?: number;
  providerId?: string;
  /** Session policy, JSON text. */
  policy?: string;
  policyArns?: readonly string[];
};

export type WebIdentityInput = {
  request: WebIdentityRequest;
  /** Null when there is no such role. */
  role: TrustedRole | null;
  /** The OIDC providers of the role's account. */
  providers: readonly OidcProvider[];
  /** The issuer's keys, already fetched, or a function that fetches them once the provider is known. */
  keys: KeyRetrieval | ((provider: OidcProvider) => Promise<KeyRetrieval>);
  now: Date;
  /** More condition keys of the request (aws:SourceIp …). */
  context?: RequestContext;
};

export type WebIdentitySuccess = {
  ok: true;
  /** `azp` when the token has one, else `aud`. */
  audience: string;
  /** ARN of the OIDC provider. */
  provider: string;
  subject: string;
  issuer: string;
  /** Percent. */
  packedPolicySize: number;
  sourceIdentity: string | null;
  sessionTags: SessionTags;
  assumedRoleArn: string;
  /** Seconds. */
  durationSeconds: number;
  /** True when the token's roles claim named the role. */
  roleAuthorizedByIdp: boolean;
};

export type AssumeRoleRequest = {
  roleArn: string;
  roleSessionName: string;
  durationSeconds?: number;
  externalId?: string;
  policy?: string;
  policyArns?: readonly string[];
  sourceIdentity?: string;
  tags?: Readonly<Record<string, string>>;
  transitiveTagKeys?: readonly string[];
};

export type AssumeRoleSuccess = {
  ok: true;
  assumedRoleArn: string;
  packedPolicySize: number;
  sourceIdentity: string | null;
  sessionTags: SessionTags;
  durationSeconds: number;
};

/** The principals that can ask for AssumeRole. */
export type AssumeRoleCaller = Extract<Caller, { kind: 'user' | 'assumedRole' | 'root' | 'service' }>;
