import type { Policy, PolicyPrincipal, Statement } from '../policy/types';
import { issuerKeyOfArn } from '../sts/provider';
import { denialsFor } from './denials';
import { boundOf } from './restrictions';
import type { AdmittedEntry, AuditContext } from './types';

const WEB_IDENTITY = 'sts:AssumeRoleWithWebIdentity';

/** Who an OIDC provider lets in, by its `sub` and `aud` conditions. */
export function admittedByOidc(
  policy: Policy,
  statement: Statement,
  principal: PolicyPrincipal,
  context: AuditContext,
): AdmittedEntry[] {
  const issuer = issuerKeyOfArn(principal.value) ?? principal.value;
  const [subjectKey, audienceKey] = [`${issuer}:sub`, `${issuer}:aud`];
  const denials = denialsFor(policy, principal, WEB_IDENTITY, subjectKey);
  if (denials.everything) return [];
  const clauses = [...statement.conditions, ...denials.allowances];
  const subject = boundOf(clauses, subjectKey, policy.version);
  const audience = boundOf(clauses, audienceKey, policy.version);
  const soleClient = soleClientId(principal.value, context);
  const audiences = audience.kind === 'exact' ? audience.values : soleClient !== null ? [soleClient] : null;
  const shared = {
    principal: principal.value,
    audience: audiences?.join(', ') ?? (audience.kind === 'patterns' ? audience.values.join(', ') : null),
    statementIndex: statement.index,
    isUs: false,
  };
  const loose = audiences === null ? ' Any audience the provider has registered will do.' : '';
  if (subject.kind === 'exact') {
    return subject.values.flatMap((value): AdmittedEntry[] => {
      if (audiences?.every((aud) => denials.deniesExactly({ [subjectKey]: value, [audienceKey]: aud }))) return [];
      return [oneSubject(value, audiences, principal.value, issuer, shared, context)];
    });
  }
  if (subject.kind === 'patterns') {
    return subject.values.map((value) => ({
      ...shared,
      kind: 'subject-pattern',
      risk: 'open',
      subjectPattern: value,
      description: `Every subject of ${issuer} that matches ${value}.${loose}`,
    }));
  }
  const why = subject.why.length > 0 ? ` (${subject.why.join('; ')})` : '';
  const description = `Every subject of ${issuer}: the policy does not pin sub${why}.${loose}`;
  return [{ ...shared, kind: 'any-subject', risk: 'open', subjectPattern: '*', description }];
}

function oneSubject(
  subject: string,
  audiences: readonly string[] | null,
  provider: string,
  issuer: string,
  shared: Pick<AdmittedEntry, 'principal' | 'audience' | 'statementIndex' | 'isUs'>,
  { us }: AuditContext,
): AdmittedEntry {
  const ours = us?.flow === 'web-identity' && us.providerArn === provider && us.subject === subject ? us : null;
  const entry = { ...shared, kind: 'exact-subject' as const, subjectPattern: subject };
  if (audiences === null) {
    const who = ours ? 'The subject of this integration' : `The subject ${subject} of ${issuer}`;
    const description = `${who}, with any audience the provider has registered: the policy does not pin aud.`;
    return { ...entry, kind: 'any-audience', risk: 'open', description };
  }
  if (ours && audiences.length > 0 && audiences.every((audience) => audience === ours.audience)) {
    return { ...entry, isUs: true, risk: 'us', description: 'This integration, by its exact subject and audience.' };
  }
  const literal = subject.includes('*')
    ? ' StringEquals takes the * in it literally, so no ordinary token has it.'
    : '';
  const other = ours ? `The subject of this integration with the audience ${audiences.join(' or ')}.` : null;
  const description = other ?? `The subject ${subject} of ${issuer}.${literal}`;
  return { ...entry, risk: 'outsider', description };
}

function soleClientId(providerArn: string, { clientIds }: AuditContext): string | null {
  const ids = clientIds && Object.hasOwn(clientIds, providerArn) ? clientIds[providerArn] : undefined;
  return ids?.length === 1 ? (ids[0] ?? null) : null;
}
