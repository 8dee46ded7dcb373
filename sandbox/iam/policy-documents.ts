import { parsePolicy } from '@/lib/trust/policy/parse';
import type { Policy, PolicyPrincipal } from '@/lib/trust/policy/types';
import type { World } from '../store/world';
import { limitExceeded, malformedPolicy } from '../wire/errors';
import { encodeStrict } from '../wire/sigv4';

/** Policy documents leave IAM URL-encoded (RFC 3986). */
export const encodedDocument = encodeStrict;

/** Whitespace does not count against IAM's size quotas. */
export function documentSize(document: string): number {
  return document.replace(/\s/g, '').length;
}

export function checkSize(document: string, max: number, quota: string): void {
  if (documentSize(document) > max) throw limitExceeded(`Cannot exceed quota for ${quota}: ${max}`);
}

function read(document: string): Policy {
  try {
    JSON.parse(document);
  } catch {
    throw malformedPolicy('This policy contains invalid Json');
  }
  const result = parsePolicy(document);
  const errors = result.problems.filter((problem) => problem.severity === 'error');
  if (!result.ok || errors.length > 0) throw malformedPolicy('Syntax errors in policy.');
  if (result.policy.statements.length === 0) throw malformedPolicy('Syntax errors in policy.');
  return result.policy;
}

/** Refuses what IAM refuses in an identity policy. */
export function checkIdentityPolicy(document: string): void {
  for (const statement of read(document).statements) {
    if (statement.principals !== null || statement.notPrincipals !== null) {
      throw malformedPolicy('Policy document should not specify a principal.');
    }
    if (statement.resources === null && statement.notResources === null) {
      throw malformedPolicy('Policy statement must contain resources.');
    }
    if (statement.actions === null && statement.notActions === null) {
      throw malformedPolicy('Policy statement must contain actions.');
    }
    for (const action of statement.actions ?? statement.notActions ?? []) checkAction(action);
    for (const resource of statement.resources ?? statement.notResources ?? []) checkResource(resource);
  }
}

function checkAction(action: string): void {
  if (action !== '*' && !/^[a-zA-Z0-9*?_-]+:[a-zA-Z0-9*?_:-]+$/.test(action)) {
    throw malformedPolicy('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  }
}

function checkResource(resource: string): void {
  if (resource !== '*' && !/^arn:/.test(resource) && !resource.startsWith('*')) {
    throw malformedPolicy(`Resource ${resource} must be in ARN format or "*".`);
  }
}

/** Refuses what IAM refuses in a role's trust policy; principals in the world's accounts must exist. */
export function checkTrustPolicy(world: World, document: string): void {
  for (const statement of read(document).statements) {
    if (statement.resources !== null || statement.notResources !== null) {
      throw malformedPolicy('Has prohibited field Resource');
    }
    if (statement.principals === null && statement.notPrincipals === null) {
      throw malformedPolicy('Missing required field Principal');
    }
    if (statement.actions === null) throw malformedPolicy('Missing required field Action');
    if (statement.actions.some((action) => !/^(\*|sts:[\w*?]+)$/i.test(action))) {
      throw malformedPolicy('AssumeRole policy may only specify STS AssumeRole actions.');
    }
    for (const principal of statement.principals ?? []) checkPrincipal(world, principal);
  }
}

function checkPrincipal(world: World, principal: PolicyPrincipal): void {
  if (principal.value === '*' || isKnown(world, principal)) return;
  throw malformedPolicy(`Invalid principal in policy: "${principal.kind}":"${principal.value}"`);
}

function isKnown(world: World, { kind, value }: PolicyPrincipal): boolean {
  if (kind === 'Service') return /^[\w.-]+\.amazonaws\.com(\.cn)?$/.test(value);
  if (kind === 'Federated')
    return /^arn:aws[\w-]*:iam::\d{12}:(oidc|saml)-provider\//.test(value) || /^[\w.-]+$/.test(value);
  if (kind !== 'AWS') return /^\w+$/.test(value);
  if (/^\d{12}$/.test(value)) return true;
  const match = /^arn:aws[\w-]*:(iam|sts)::(\d{12}):(root|(user|role|assumed-role|federated-user)\/.+)$/.exec(value);
  if (match === null) return false;
  const account = world.accounts.get(match[2] ?? '');
  if (account === undefined || match[1] === 'sts' || match[3] === 'root') return true;
  const name = value.slice(value.lastIndexOf('/') + 1);
  return (match[4] === 'user' ? account.users.get(name) : account.roles.get(name))?.arn === value;
}
