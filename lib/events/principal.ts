import { type Members, membersOf, type TextReader, textOf } from './text';

/** AWS's longest: an ARN has at most 2,048 characters, a name 128, a web identity's subject 255. */
const ARN = 2048;
const NAME = 512;

/**
 * Who made a call: the parts of CloudTrail's `userIdentity` (User Guide, "CloudTrail userIdentity element"). Null where
 * the record does not say. `sessionName` is the name of a role's or a federated user's session; `sessionIssuerArn` the
 * role or user that the session comes from; `invokedBy` the AWS service that called, for itself or for somebody;
 * `mfa` null: not told; `identityProvider` the OIDC or SAML provider of a web or SAML identity.
 */
export type Principal = {
  type: string;
  arn: string | null;
  accountId: string | null;
  userName: string | null;
  accessKeyId: string | null;
  principalId: string | null;
  sessionIssuerArn: string | null;
  sessionIssuerType: string | null;
  sessionIssuerName: string | null;
  sessionName: string | null;
  invokedBy: string | null;
  mfa: boolean | null;
  identityProvider: string | null;
};

const NOBODY: Members = {};

/** Reads `userIdentity`, of whatever type and shape; every part is text that can be stored, of bounded length. */
export function principalOf(userIdentity: unknown, text: TextReader = textOf): Principal {
  const identity = membersOf(userIdentity) ?? NOBODY;
  const session = membersOf(identity.sessionContext);
  const issuer = membersOf(session?.sessionIssuer);
  const arn = text(identity.arn, ARN);
  const principalId = text(identity.principalId, ARN);
  const invokedBy = text(identity.invokedBy, NAME);
  const type = text(identity.type, 64) ?? (invokedBy ? 'AWSService' : 'Unknown');
  return {
    type,
    arn,
    accountId: text(identity.accountId, 64),
    // A person of IAM Identity Center has no user name here, only an id in the identity store.
    userName: text(identity.userName, NAME) ?? text(membersOf(identity.onBehalfOf)?.userId, NAME),
    accessKeyId: text(identity.accessKeyId, 128),
    principalId,
    sessionIssuerArn: text(issuer?.arn, ARN),
    sessionIssuerType: text(issuer?.type, 64),
    sessionIssuerName: text(issuer?.userName, NAME),
    sessionName: sessionName(type, arn, principalId),
    invokedBy,
    mfa: mfaOf(membersOf(session?.attributes)?.mfaAuthenticated),
    identityProvider:
      text(identity.identityProvider, ARN) ?? text(membersOf(session?.webIdFederationData)?.federatedProvider, ARN),
  };
}

/** `AROA…:session` and `…:assumed-role/role/session`; a federated user's principal id is `account:name`. */
function sessionName(type: string, arn: string | null, principalId: string | null): string | null {
  if (type !== 'AssumedRole' && type !== 'FederatedUser' && type !== 'AWSAccount') return null;
  const colon = principalId?.indexOf(':') ?? -1;
  const fromId = principalId !== null && colon >= 0 ? principalId.slice(colon + 1) : null;
  const slash = arn?.lastIndexOf('/') ?? -1;
  return fromId || (arn !== null && slash >= 0 ? arn.slice(slash + 1) : null);
}

function mfaOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' ? value.toLowerCase() === 'true' : null;
}
