import type { ChangeRecord } from '../store/change-log';
import { uuid } from '../store/ids';
import type { SignedCaller } from '../store/session';
import type { Call, Trail } from '../wire/action';
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

/** A call that changed something, in CloudTrail's shape (event version 1.08; names start in lower case). */
export function mutationRecord(
  call: Call,
  result: OutputRecord | undefined,
  trail: Trail = {},
): Omit<ChangeRecord, 'sequence'> {
  const { Action: _action, Version: _version, ...input } = call.params.values;
  return {
    eventID: uuid(call.world.random),
    eventTime: isoSeconds(new Date(call.now)),
    eventSource: call.eventSource,
    eventName: trail.eventName ?? call.action,
    awsRegion: GLOBAL_SERVICES.has(call.service) ? 'us-east-1' : call.region,
    sourceIPAddress: call.sourceIp,
    userAgent: call.userAgent,
    userIdentity: identity(call.caller),
    requestParameters: trail.requestParameters === undefined ? trailRecord(input) : trail.requestParameters,
    responseElements:
      trail.responseElements === undefined ? (result ? trailRecord(result) : null) : trail.responseElements,
    requestID: call.requestId,
    recipientAccountId: call.account.id,
  };
}

function identity(caller: SignedCaller): Record<string, unknown> {
  const common = {
    principalId: caller.userId,
    arn: caller.arn,
    accountId: caller.accountId,
    accessKeyId: caller.accessKeyId,
  };
  if (caller.kind === 'user') return { type: 'IAMUser', ...common, userName: caller.userName };
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
      attributes: { creationDate: isoSeconds(new Date(caller.issuedAt)), mfaAuthenticated: 'false' },
    },
  };
}

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
