import { memberOf, objectAt, textAt } from './text';

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

/** Reads `userIdentity`, of whatever type and shape; every part is text that can be stored, of bounded length. */
export function principalOf(userIdentity: unknown): Principal {
  const session = objectAt(userIdentity, 'sessionContext');
  const issuer = objectAt(session, 'sessionIssuer');
  const web = objectAt(session, 'webIdFederationData');
  const arn = textAt(userIdentity, 'arn', ARN);
  const principalId = textAt(userIdentity, 'principalId', ARN);
  const invokedBy = textAt(userIdentity, 'invokedBy', NAME);
  const type = textAt(userIdentity, 'type', 64) ?? (invokedBy ? 'AWSService' : 'Unknown');
  return {
    type,
    arn,
    accountId: textAt(userIdentity, 'accountId', 64),
    userName: textAt(userIdentity, 'userName', NAME) ?? onBehalfOf(userIdentity),
    accessKeyId: textAt(userIdentity, 'accessKeyId', 128),
    principalId,
    sessionIssuerArn: textAt(issuer, 'arn', ARN),
    sessionIssuerType: textAt(issuer, 'type', 64),
    sessionIssuerName: textAt(issuer, 'userName', NAME),
    sessionName: sessionName(type, arn, principalId),
    invokedBy,
    mfa: mfaOf(memberOf(objectAt(session, 'attributes'), 'mfaAuthenticated')),
    identityProvider: textAt(userIdentity, 'identityProvider', ARN) ?? textAt(web, 'federatedProvider', ARN),
  };
}

/** A person of IAM Identity Center has no user name here, only an id in the identity store. */
const onBehalfOf = (userIdentity: unknown) => textAt(objectAt(userIdentity, 'onBehalfOf'), 'userId', NAME);

/** `AROA…:session` and `…:assumed-role/role/session`; a federated user's principal id is `account:name`. */
function sessionName(type: string, arn: string | null, principalId: string | null): string | null {
  if (type !== 'AssumedRole' && type !== 'FederatedUser' && type !== 'AWSAccount') return null;
  const fromId = principalId?.includes(':') ? principalId.slice(principalId.indexOf(':') + 1) : null;
  const parts = arn?.split('/') ?? [];
  return fromId || (parts.length > 1 ? (parts.at(-1) ?? null) : null);
}

function mfaOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' ? value.toLowerCase() === 'true' : null;
}
