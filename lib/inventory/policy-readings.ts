import type { Json, JsonObject } from '@/lib/collectors/types';
import { admittedSubjects } from '@/lib/trust/audit/admitted-subjects';
import { judgeAttachedPolicy } from '@/lib/trust/permissions/access-level';

/**
 * What the trust engine says of one resource's own documents.
 * - `admits` (roles): one entry of the trust policy that lets in others than the role's own account and AWS's services;
 *   `what` is the kind of admission. Levels `open` and `outsider`, judged as if no other account were known.
 * - `grants` (roles, users, groups, customer policies): a document of its own allows everything (`admin`) or changing
 *   permissions (`permissions`); `what` is the policy's name.
 */
export type PolicyReading = {
  kind: 'admits' | 'grants';
  level: 'open' | 'outsider' | 'admin' | 'permissions';
  what: string;
  principal: string | null;
  principalAccount: string | null;
  subject: string | null;
  audience: string | null;
  text: string;
  /** `admits`: position of the statement in the trust policy, -1 when that cannot be read. Not kept in the table. */
  statement: number | null;
};

type Judged = { type: string; accountId: string; attributes: JsonObject };

/** The types of which there is something to read. */
export const READ_TYPES: ReadonlySet<string> = new Set([
  'AWS::IAM::Role',
  'AWS::IAM::User',
  'AWS::IAM::Group',
  'AWS::IAM::ManagedPolicy',
]);

/** Pure: the same content gives the same readings, so they are made once, when a version is. */
export function policyReadingsOf({ type, accountId, attributes }: Judged): PolicyReading[] {
  switch (type) {
    case 'AWS::IAM::Role':
      return [...admissions(accountId, attributes.assumeRolePolicyDocument), ...inlineGrants(attributes)];
    case 'AWS::IAM::User':
    case 'AWS::IAM::Group':
      return inlineGrants(attributes);
    case 'AWS::IAM::ManagedPolicy':
      return objects(attributes.versions)
        .filter((version) => version.isDefaultVersion === true)
        .flatMap((version) => grant(String(version.versionId ?? ''), version.document));
    default:
      return [];
  }
}

function admissions(accountId: string, document: Json | undefined): PolicyReading[] {
  return admittedSubjects(document ?? null, { accountId }).entries.flatMap((entry): PolicyReading[] => {
    if (entry.kind === 'deleted-principal' || (entry.risk !== 'open' && entry.risk !== 'outsider')) return [];
    return [
      {
        kind: 'admits',
        level: entry.risk,
        what: entry.kind,
        principal: entry.principal,
        principalAccount: /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(entry.principal)?.[1] ?? null,
        subject: entry.subjectPattern,
        audience: entry.audience,
        text: entry.description,
        statement: entry.statementIndex,
      },
    ];
  });
}

function inlineGrants(attributes: JsonObject): PolicyReading[] {
  return objects(attributes.inlinePolicies).flatMap((policy) =>
    grant(String(policy.policyName ?? ''), policy.policyDocument),
  );
}

function grant(name: string, document: Json | undefined): PolicyReading[] {
  const { level, why } = judgeAttachedPolicy({ name, document: document ?? null });
  if (level !== 'admin' && level !== 'permissions') return [];
  const nobody = { principal: null, principalAccount: null, subject: null, audience: null, statement: null };
  return [{ kind: 'grants', level, what: name, ...nobody, text: why }];
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
