import { parsePolicy } from '../policy/parse';
import { isObject } from '../policy/parse-condition';
import { coversAction } from '../policy/statement';
import type { Statement } from '../policy/types';
import { TELLING_ACTIONS } from './telling-actions';

/** From least to most. `data` reads content (objects, secrets, messages), which an inventory does not need. */
export const ACCESS_LEVELS = ['none', 'metadata', 'data', 'write', 'permissions', 'admin'] as const;
export type AccessLevel = (typeof ACCESS_LEVELS)[number];

export type AttachedPolicy = { name: string; arn?: string | null; document?: unknown };
export type PolicyJudgement = { name: string; level: AccessLevel; why: string; acceptable: boolean };

/** AWS's own policies that are met most, by ARN suffix; the others are judged by document, then by name. */
const KNOWN: Readonly<Record<string, AccessLevel>> = {
  SecurityAudit: 'data',
  'job-function/ViewOnlyAccess': 'metadata',
  ReadOnlyAccess: 'data',
  IAMReadOnlyAccess: 'metadata',
  AWSOrganizationsReadOnlyAccess: 'metadata',
  AmazonEC2ReadOnlyAccess: 'metadata',
  AmazonS3ReadOnlyAccess: 'data',
  AWSCloudTrail_ReadOnlyAccess: 'metadata',
  AdministratorAccess: 'admin',
  PowerUserAccess: 'write',
  IAMFullAccess: 'permissions',
  'job-function/SystemAdministrator': 'write',
};

/** What Mooring's own Terraform offers; ReadOnlyAccess reads content too and is one of the three choices of the wizard. */
const OFFERED = new Set(['SecurityAudit', 'job-function/ViewOnlyAccess', 'ReadOnlyAccess']);

/** How much an attached policy gives, and whether a scanner should have it. An unknown policy without document is not. */
export function judgeAttachedPolicy(policy: AttachedPolicy): PolicyJudgement {
  const known = suffixOf(policy.arn);
  if (known !== null && Object.hasOwn(KNOWN, known)) {
    const level = KNOWN[known] ?? 'admin';
    const acceptable = OFFERED.has(known) || level === 'metadata';
    return { name: policy.name, level, why: `AWS's managed policy ${known}`, acceptable };
  }
  if (policy.document !== undefined) return judgeDocument(policy.name, policy.document);
  const level = levelByName(policy.name);
  return { name: policy.name, level, why: 'judged by its name only', acceptable: false };
}

function judgeDocument(name: string, document: unknown): PolicyJudgement {
  const parsed = parsePolicy(isObject(document) || typeof document === 'string' ? document : null);
  if (!parsed.ok) return { name, level: 'admin', why: 'its document cannot be read', acceptable: false };
  let level: AccessLevel = 'none';
  let why = 'it allows nothing';
  for (const statement of parsed.policy.statements) {
    if (statement.effect !== 'Allow') continue;
    const found = judgeStatement(statement);
    if (rank(found.level) > rank(level)) ({ level, why } = found);
  }
  return { name, level, why, acceptable: rank(level) <= rank('metadata') };
}

function judgeStatement(statement: Statement): { level: AccessLevel; why: string } {
  if (statement.notActions) return { level: 'admin', why: 'it allows all actions but some (NotAction)' };
  const everywhere = statement.resources?.includes('*') ?? statement.notResources !== null;
  let level: AccessLevel = 'none';
  let why = '';
  for (const pattern of statement.actions ?? []) {
    const found = levelOfAction(pattern, everywhere);
    if (rank(found) > rank(level)) [level, why] = [found, `it allows ${pattern}`];
  }
  return { level, why };
}

/** Judges one action, or pattern of them, as a policy writes it. */
export function levelOfAction(pattern: string, everywhere = true): AccessLevel {
  if (pattern === '*' || pattern === '*:*') return everywhere ? 'admin' : 'permissions';
  const telling = TELLING_ACTIONS.filter(({ action }) =>
    coversAction({ actions: [pattern], notActions: null }, action),
  );
  if (telling.some(({ level }) => level === 'permissions')) return 'permissions';
  if (telling.some(({ level }) => level === 'write')) return 'write';
  if (telling.length > 0) return 'data';
  const action = pattern.toLowerCase().replace(/:batch(?=get|describe|check)/, ':');
  if (DATA_ACTIONS.has(action)) return 'data';
  const name = action.slice(action.indexOf(':') + 1);
  return READING_VERB.test(name) || READING_SINGLES.has(action) ? 'metadata' : 'write';
}

/** Verbs of actions that change nothing. Own table: the service authorization reference is megabytes. */
const READING_VERB =
  /^(get|list|describe|lookup|search|view|head|simulate|query|select|scan|check|preview|validate|estimate|evaluate|contains|count|discover)/;
const READING_SINGLES = new Set([
  'iam:generatecredentialreport',
  'iam:generateservicelastaccesseddetails',
  'codedeploy:batch*',
  'config:deliver*',
  'events:testeventpattern',
  'identitystore:ismemberingroups',
  'lightsail:isvpcpeered',
  'sdb:domainmetadata',
]);
/** Reads of content beyond the telling ones; a pattern that covers a telling one has been judged by it. */
const DATA_ACTIONS = new Set([
  's3:getobjectversion',
  's3:getobjecttorrent',
  'ssm:getparameters',
  'ssm:getparametersbypath',
  'ssm:getparameterhistory',
  'secretsmanager:getsecretvalue',
  'dynamodb:getitem',
  'dynamodb:getrecords',
  'dynamodb:query',
  'dynamodb:scan',
  'kinesis:getrecords',
  'logs:getlogevents',
  'logs:getlogrecord',
  'rds:downloaddblogfileportion',
]);

function levelByName(name: string): AccessLevel {
  if (/administrator/i.test(name)) return 'admin';
  if (/fullaccess|poweruser/i.test(name)) return 'write';
  return /readonly|viewonly|audit/i.test(name) ? 'data' : 'write';
}

/** `arn:aws:iam::aws:policy/job-function/ViewOnlyAccess` -> `job-function/ViewOnlyAccess`; null for a customer's policy. */
function suffixOf(arn: string | null | undefined): string | null {
  return /^arn:aws[a-z0-9-]*:iam::aws:policy\/(.+)$/.exec(arn ?? '')?.[1] ?? null;
}

function rank(level: AccessLevel): number {
  return ACCESS_LEVELS.indexOf(level);
}
