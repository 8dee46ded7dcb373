import { nameOfArn } from '../policy/arn';
import { isObject } from '../policy/parse-condition';
import type { StatementComparison, TrustPolicyFix } from './types';

export type Wanted = { providerArn: string; issuer: string; subject: string; audience: string; roleArn: string };

/** The statement that admits exactly one subject for one audience: what Mooring's own Terraform writes. */
export function pinnedStatement({ providerArn, issuer, subject, audience }: Wanted): Record<string, unknown> {
  return {
    Effect: 'Allow',
    Principal: { Federated: providerArn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subject } },
  };
}

/**
 * The corrected whole document. A statement for this issuer gets its principal, `aud` and `sub` pinned and keeps its other
 * conditions; where there is none, a new statement is added and the rest stays. With `replace` the closest statement is
 * pinned whatever it admits now: it lets somebody in who must not.
 */
export function fixTrustPolicy(
  document: unknown,
  closest: StatementComparison | null,
  wanted: Wanted,
  options: { replace?: boolean } = {},
): TrustPolicyFix {
  const present = readDocument(document);
  const statements: unknown[] = !present
    ? []
    : Array.isArray(present.Statement)
      ? present.Statement
      : present.Statement === undefined
        ? []
        : [present.Statement];
  const target = closest && (options.replace || isOurs(closest, wanted)) ? closest : null;
  const fixed = target
    ? statements.map((statement, at) =>
        at === target.index && isObject(statement) ? pin(statement, wanted) : statement,
      )
    : [...statements, pinnedStatement(wanted)];
  const policy = { ...present, Version: '2012-10-17', Statement: fixed };
  const explanation = target
    ? `Statement ${target.index + 1} is pinned to the provider, the audience and the exact subject.`
    : 'A statement is added that admits this subject alone; the others stay as they are.';
  return {
    explanation,
    json: JSON.stringify(policy, null, 2),
    before: present ? JSON.stringify(present, null, 2) : String(document ?? ''),
    ...spellings(policy, wanted.roleArn),
    stillInTheWay: (target?.rows ?? [])
      .filter(
        ({ clause, result }) =>
          result !== 'matches' && !isPinned(clause) && clause !== 'Principal' && clause !== 'Action',
      )
      .map(({ clause, operator }) => `${operator} on ${clause}`),
  };
}

/** The same document for Terraform and for the AWS CLI. */
export function spellings(policy: unknown, roleArn: string): { terraform: string; cli: string } {
  const json = JSON.stringify(policy);
  const role = nameOfArn(roleArn);
  return {
    terraform: `assume_role_policy = jsonencode(${hcl(policy, '')})`,
    cli: `aws iam update-assume-role-policy --role-name ${quote(role)} --policy-document ${quote(json)}`,
  };
}

function isOurs({ effect, rows }: StatementComparison, { issuer }: Wanted): boolean {
  if (effect !== 'Allow') return false;
  const principal = rows[0];
  return (
    principal?.operator === 'Federated' &&
    principal.policySays.length === 1 &&
    (principal.result === 'matches' || principal.policySays.some((value) => value.endsWith(`:oidc-provider/${issuer}`)))
  );
}

function pin(statement: Record<string, unknown>, wanted: Wanted): Record<string, unknown> {
  const pinned = pinnedStatement(wanted);
  const kept: Record<string, unknown> = {};
  for (const [operator, keys] of Object.entries(isObject(statement.Condition) ? statement.Condition : {})) {
    const others = Object.entries(isObject(keys) ? keys : {}).filter(([key]) => !isPinned(key));
    if (others.length > 0) kept[operator] = Object.fromEntries(others);
  }
  const equals = { ...(isObject(kept.StringEquals) ? kept.StringEquals : {}), ...pinnedEquals(wanted) };
  const { NotPrincipal: _not, NotAction: _notAction, ...rest } = statement;
  const result =
    rest.Action === undefined || !mentionsWebIdentity(rest.Action) ? { ...rest, Action: pinned.Action } : rest;
  return { ...result, Principal: pinned.Principal, Condition: { ...kept, StringEquals: equals } };
}

function pinnedEquals({ issuer, audience, subject }: Wanted): Record<string, string> {
  return { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subject };
}

function isPinned(key: string): boolean {
  return /:(sub|aud)$/i.test(key);
}

function mentionsWebIdentity(action: unknown): boolean {
  const list: unknown[] = Array.isArray(action) ? action : [action];
  return list.some((item) => typeof item === 'string' && /^sts:assumerolewithwebidentity$/i.test(item));
}

function readDocument(document: unknown): Record<string, unknown> | null {
  if (isObject(document)) return document;
  if (typeof document !== 'string') return null;
  try {
    const value: unknown = JSON.parse(/^\s*%7B/i.test(document) ? decodeURIComponent(document) : document);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** HCL of a JSON value. Strings are JSON strings, in which Terraform would read `${` and `%{` as templates. */
function hcl(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => `${inner}${hcl(item, inner)},\n`).join('')}${indent}]`;
  }
  if (isObject(value)) {
    const lines = Object.entries(value).map(([key, item]) => `${inner}${literal(key)} = ${hcl(item, inner)}\n`);
    return lines.length === 0 ? '{}' : `{\n${lines.join('')}${indent}}`;
  }
  return typeof value === 'string' ? literal(value) : JSON.stringify(value);
}

function literal(text: string): string {
  return JSON.stringify(text).replaceAll(/([$%])\{/g, (_, sign: string) => `${sign}${sign}{`);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
