import { parseArn } from '../policy/arn';
import { accountOfPrincipal } from '../policy/principals';
import type { Policy, PolicyPrincipal, Statement } from '../policy/types';
import { denialsFor } from './denials';
import { boundOf } from './restrictions';
import type { AdmissionRisk, AdmittedEntry, AuditContext } from './types';

type Described = Pick<AdmittedEntry, 'kind' | 'description' | 'risk'> & { principal?: string; isUs?: boolean };

/** Who an AWS principal, or `*`, lets in by AssumeRole. */
export function admittedByAws(
  policy: Policy,
  statement: Statement,
  principal: PolicyPrincipal,
  context: AuditContext,
): AdmittedEntry[] {
  const denials = denialsFor(policy, principal, 'sts:AssumeRole', 'sts:ExternalId');
  if (denials.everything) return [];
  const clauses = [...statement.conditions, ...denials.allowances];
  const externalIds = boundOf(clauses, 'sts:ExternalId', policy.version);
  const externalId = externalIds.kind === 'exact' ? externalIds.values : null;
  const found =
    principal.value === '*' ? everyone(policy, statement, context) : [named(principal.value, externalId, context)];
  return found.map((described) => ({
    principal: principal.value,
    isUs: false,
    ...described,
    subjectPattern: null,
    audience: null,
    statementIndex: statement.index,
  }));
}

/** `*` is bounded only by conditions on who the caller is; an External ID is a shared word, not an identity. */
function everyone(policy: Policy, statement: Statement, context: AuditContext): Described[] {
  const arns = boundOf(statement.conditions, 'aws:PrincipalArn', policy.version);
  if (arns.kind === 'exact') return arns.values.map((arn) => ({ ...named(arn, null, context), principal: arn }));
  const accounts = boundOf(statement.conditions, 'aws:PrincipalAccount', policy.version);
  if (accounts.kind === 'exact') return accounts.values.map((id) => ({ ...named(id, null, context), principal: id }));
  const organizations = boundOf(statement.conditions, 'aws:PrincipalOrgID', policy.version);
  if (organizations.kind === 'exact') {
    return organizations.values.map((id) => ({
      kind: 'organization',
      risk: 'outsider',
      principal: id,
      description: `Every principal of every account in the organization ${id} whose own policies allow it.`,
    }));
  }
  const description = 'Every principal of every AWS account: no condition says who the caller must be.';
  return [{ kind: 'anyone', risk: 'open', description }];
}

function named(value: string, externalIds: readonly string[] | null, context: AuditContext): Described {
  const account = accountOfPrincipal(value);
  const { us } = context;
  if (account !== null) {
    const where = place(account, context);
    const description = `Every principal, where its own policies allow it, of ${where.text}.`;
    return { kind: 'account', risk: where.risk, description };
  }
  const arn = parseArn(value);
  if (!arn) {
    const description = `${value}: the id of a user or role that was deleted. It admits nobody; remove it.`;
    return { kind: 'deleted-principal', risk: 'outsider', description };
  }
  const pinned = us?.flow === 'assume-role' && us.principalArn === value;
  if (pinned && us.externalId !== null && externalIds?.length === 1 && externalIds[0] === us.externalId) {
    const description = 'This integration, by its principal and External ID.';
    return { kind: kindOf(arn.resource), risk: 'us', isUs: true, description };
  }
  const where = place(arn.accountId, context);
  if (pinned) {
    const description = 'The principal of this integration, without its External ID: whoever makes it ask gets in.';
    return { kind: kindOf(arn.resource), risk: 'open', description };
  }
  return { kind: kindOf(arn.resource), risk: where.risk, description: `${arn.resource} of ${where.text}.` };
}

function kindOf(resource: string): 'user' | 'role' | 'session' {
  if (resource.startsWith('assumed-role/') || resource.startsWith('federated-user/')) return 'session';
  return resource.startsWith('role/') ? 'role' : 'user';
}

function place(accountId: string, context: AuditContext): { risk: AdmissionRisk; text: string } {
  if (accountId === context.accountId) return { risk: 'same-account', text: `this account (${accountId})` };
  const known = context.knownAccounts?.find(({ id }) => id === accountId);
  if (known) return { risk: 'known-account', text: `the account ${known.name} (${accountId})` };
  return { risk: 'outsider', text: `the account ${accountId}, which this workspace does not know` };
}
