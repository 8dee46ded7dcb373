import type { Tag } from './types';

/** Who a verified request comes from. `arn` is what GetCallerIdentity prints; `userId` is `aws:userid`. */
export type UserCaller = {
  kind: 'user';
  accountId: string;
  arn: string;
  userId: string;
  userName: string;
  accessKeyId: string;
  /** Set for temporary credentials of GetSessionToken. */
  session: { mfa: boolean; issuedAt: number } | undefined;
};

export type RoleCaller = {
  kind: 'role';
  accountId: string;
  arn: string;
  userId: string;
  roleName: string;
  roleArn: string;
  roleId: string;
  sessionName: string;
  accessKeyId: string;
  issuedAt: number;
  /** Session policies given with the AssumeRole call (texts), and managed ones by ARN. */
  sessionPolicies: readonly string[];
  sessionPolicyArns: readonly string[];
  sessionTags: readonly Tag[];
  sourceIdentity: string | undefined;
  webIdentity: { provider: string; issuer: string; audience: string; subject: string } | undefined;
};

export type AnonymousCaller = { kind: 'anonymous' };
export type SignedCaller = UserCaller | RoleCaller;
export type Caller = SignedCaller | AnonymousCaller;

/** Temporary credentials and whom they stand for. */
export type Session = {
  accessKeyId: string;
  secret: string;
  token: string;
  expiresAt: number;
  caller: SignedCaller;
};
