import { parsePolicy } from '../policy/parse';
import { coversAction } from '../policy/statement';
import type { Policy, PolicyPrincipal, Statement } from '../policy/types';
import { admittedByAws } from './aws-principals';
import { denialsFor } from './denials';
import { admittedByOidc } from './federated';
import type { AdmittedEntry, AdmittedSubjects, AuditContext } from './types';

const OIDC_HOSTS = new Set([
  'accounts.google.com',
  'www.amazon.com',
  'graph.facebook.com',
  'cognito-identity.amazonaws.com',
]);

/**
 * "Who else": the principals and subjects that a trust policy admits, each with the statement that does it.
 * An upper bound: conditions and Denys narrow only where that is sure, so nobody who can get in is left out.
 * A document that cannot be read counts as open.
 */
export function admittedSubjects(trustPolicy: unknown, context: AuditContext): AdmittedSubjects {
  const parsed = parsePolicy(trustPolicy);
  if (!parsed.ok) {
    const reasons = parsed.problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
    const description = 'The trust policy could not be read, so nothing is known about who gets in.';
    return { entries: [{ ...unreadable, description }], onlyUs: false, reasons };
  }
  const { policy } = parsed;
  const entries = policy.statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) => admittedBy(policy, statement, context));
  const reasons = parsed.problems.map(({ message }) => message);
  if (entries.length === 0) reasons.push('The trust policy admits nobody.');
  for (const entry of entries) if (!entry.isUs) reasons.push(entry.description);
  const onlyUs = entries.length > 0 && entries.every(({ isUs }) => isUs);
  return { entries, onlyUs, reasons: [...new Set(reasons)] };
}

const unreadable = {
  kind: 'unreadable',
  principal: '*',
  subjectPattern: null,
  audience: null,
  statementIndex: -1,
  isUs: false,
  risk: 'open',
} as const satisfies Omit<AdmittedEntry, 'description'>;

function admittedBy(policy: Policy, statement: Statement, context: AuditContext): AdmittedEntry[] {
  const can = {
    assume: coversAction(statement, 'sts:AssumeRole'),
    web: coversAction(statement, 'sts:AssumeRoleWithWebIdentity'),
    saml: coversAction(statement, 'sts:AssumeRoleWithSAML'),
  };
  if (!can.assume && !can.web && !can.saml) return [];
  if (statement.notPrincipals) return [everyoneBut(statement)];
  return (statement.principals ?? []).flatMap((principal) => admitOne(policy, statement, principal, context, can));
}

function admitOne(
  policy: Policy,
  statement: Statement,
  principal: PolicyPrincipal,
  context: AuditContext,
  can: Reach,
): AdmittedEntry[] {
  switch (principal.kind) {
    case '*':
      return admitAnyone(policy, statement, principal, context, can);
    case 'AWS':
      return can.assume ? admittedByAws(policy, statement, principal, context) : [];
    case 'Service': {
      const denied = denialsFor(policy, principal, 'sts:AssumeRole', '').everything;
      if (!can.assume || denied) return [];
      return [entry(statement, principal, 'service', 'service', serviceText(principal.value))];
    }
    case 'Federated':
      return admitFederated(policy, statement, principal, context, can);
    case 'CanonicalUser': {
      const text = `The account with the canonical id ${principal.value}.`;
      return [entry(statement, principal, 'user', 'outsider', text)];
    }
  }
}

type Reach = { assume: boolean; web: boolean; saml: boolean };

function admitAnyone(
  policy: Policy,
  statement: Statement,
  principal: PolicyPrincipal,
  context: AuditContext,
  can: Reach,
): AdmittedEntry[] {
  const found = can.assume ? admittedByAws(policy, statement, principal, context) : [];
  if (!can.web && !can.saml) return found;
  const text = 'Everybody whom any identity provider of this account signs in: the principal is "*".';
  return [...found, entry(statement, principal, 'anyone', 'open', text)];
}

function admitFederated(
  policy: Policy,
  statement: Statement,
  principal: PolicyPrincipal,
  context: AuditContext,
  can: Reach,
): AdmittedEntry[] {
  const { value } = principal;
  if (value === '*') {
    const text = 'Everybody whom any identity provider of this account signs in: the federated principal is "*".';
    return can.web || can.saml ? [entry(statement, principal, 'anyone', 'open', text)] : [];
  }
  if (value.includes(':saml-provider/')) {
    const text = `Everybody whom the SAML provider ${value.slice(value.indexOf('/') + 1)} lets choose this role.`;
    const denied = denialsFor(policy, principal, 'sts:AssumeRoleWithSAML', '').everything;
    return can.saml && !denied ? [entry(statement, principal, 'saml-provider', 'outsider', text)] : [];
  }
  if (!can.web) return [];
  const entries = admittedByOidc(policy, statement, principal, context);
  if (!OIDC_HOSTS.has(value)) return entries;
  return entries.map((found) => ({ ...found, kind: found.kind === 'any-subject' ? 'web-provider' : found.kind }));
}

function everyoneBut(statement: Statement): AdmittedEntry {
  const but = (statement.notPrincipals ?? []).map(({ value }) => value).join(', ');
  const description = `Everybody except ${but}: NotPrincipal with Allow admits all others, in every account.`;
  return entry(statement, { kind: '*', value: `not ${but}` }, 'anyone', 'open', description);
}

function entry(
  statement: Statement,
  principal: PolicyPrincipal,
  kind: AdmittedEntry['kind'],
  risk: AdmittedEntry['risk'],
  description: string,
): AdmittedEntry {
  const base = { subjectPattern: null, audience: null, statementIndex: statement.index, isUs: false };
  return { ...base, kind, description, principal: principal.value, risk };
}

function serviceText(service: string): string {
  return `The AWS service ${service}, on behalf of whoever may pass it this role.`;
}
