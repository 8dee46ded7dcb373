import { randomUUID } from 'node:crypto';
import type { ChangeRecord } from '../store/change-log';
import type { SignedCaller } from '../store/session';
import type { Call, Trail } from '../wire/action';
import type { AwsError } from '../wire/errors';
import { isoSeconds, type OutputRecord } from '../wire/xml';

const GLOBAL_SERVICES: ReadonlySet<string> = new Set(['iam', 'organizations', 'route53']);

/** Members CloudTrail never shows. */
const HIDDEN = new Set([
  'SecretAccessKey',
  'SessionToken',
  'Password',
  'Base32StringSeed',
  'QRCodePNG',
  'WebIdentityToken',
  'SecretString',
  'SecretBinary',
  'MasterUserPassword',
  'ZipFile',
]);

type Outcome = { mutates: boolean; result?: OutputRecord | undefined; trail?: Trail; error?: AwsError };

/** A call in CloudTrail's shape (event version 1.11; names start in lower case). A refused one changed nothing and answers nothing. */
export function callRecord(
  call: Call,
  { mutates, result, trail = {}, error }: Outcome,
): Omit<ChangeRecord, 'sequence'> {
  const { Action: _action, Version: _version, ...input } = call.params.values;
  const answer = mutates && result ? trailRecord(result) : null;
  // A service that calls for somebody stands where their address would.
  const service = call.userAgent.endsWith('.amazonaws.com') ? call.userAgent : undefined;
  return {
    eventVersion: '1.11',
    userIdentity: { ...identity(call.caller), ...(service ? { invokedBy: service } : {}) },
    eventTime: isoSeconds(new Date(call.now)),
    eventSource: call.eventSource,
    eventName: trail.eventName ?? call.action,
    awsRegion: GLOBAL_SERVICES.has(call.service) ? 'us-east-1' : call.region,
    sourceIPAddress: service ?? call.sourceIp,
    userAgent: call.userAgent,
    ...(error ? { errorCode: errorCode(call, error), errorMessage: error.message } : {}),
    requestParameters: trail.requestParameters === undefined ? trailRecord(input) : trail.requestParameters,
    responseElements: error ? null : trail.responseElements === undefined ? answer : trail.responseElements,
    requestID: call.requestId,
    eventID: randomUUID(),
    readOnly: !mutates,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: call.account.id,
    eventCategory: 'Management',
  };
}

/** EC2's codes are recorded as the client's or the server's fault. */
const errorCode = (call: Call, error: AwsError) =>
  call.service === 'ec2' ? `${error.status >= 500 ? 'Server' : 'Client'}.${error.code}` : error.code;

function identity(caller: SignedCaller): Record<string, unknown> {
  const common = {
    principalId: caller.userId,
    arn: caller.arn,
    accountId: caller.accountId,
    accessKeyId: caller.accessKeyId,
  };
  if (caller.kind === 'user') {
    const { session } = caller;
    return {
      type: 'IAMUser',
      ...common,
      userName: caller.userName,
      ...(session ? { sessionContext: { attributes: attributes(session.issuedAt, session.mfa) } } : {}),
    };
  }
  const { webIdentity, sourceIdentity } = caller;
  return {
    type: 'AssumedRole',
    ...common,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: caller.roleId,
        arn: caller.roleArn,
        accountId: caller.accountId,
        userName: caller.roleName,
      },
      ...(webIdentity ? { webIdFederationData: { federatedProvider: webIdentity.provider, attributes: {} } } : {}),
      attributes: attributes(caller.issuedAt, false),
      ...(sourceIdentity ? { sourceIdentity } : {}),
    },
  };
}

const attributes = (issuedAt: number, mfa: boolean) => ({
  creationDate: isoSeconds(new Date(issuedAt)),
  mfaAuthenticated: String(mfa),
});

/** Names with a small first letter, times as text, secrets left out. */
export function trailRecord(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record)
      .filter(([name]) => !HIDDEN.has(name))
      .map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), trailValue(value)]),
  );
}

function trailValue(value: unknown): unknown {
  if (value instanceof Date) return isoSeconds(value);
  if (value instanceof Uint8Array) return undefined;
  if (Array.isArray(value)) return value.map(trailValue);
  if (typeof value === 'object' && value !== null) return trailRecord(value as Record<string, unknown>);
  return value;
}
