import { parsePolicy } from '../policy/parse';
import { compareStatements, keysOf } from './compare';
import { explainStsError } from './explain';
import { fixTrustPolicy } from './fix';
import type { Diagnosis, DiagnosisInput, StatementComparison } from './types';

/**
 * Explains a refusal of AssumeRoleWithWebIdentity (or, with `mustRefuse`, an unwanted success): the token against the trust
 * policy clause by clause, and the corrected document. Without a policy only the error itself is explained.
 */
export function diagnose(input: DiagnosisInput): Diagnosis {
  const error = input.error ? explainStsError(input.error.code, input.error.message) : null;
  if (input.trustPolicy === undefined || input.trustPolicy === null || input.trustPolicy === '') {
    const summary = error?.title ?? 'The trust policy is not known; paste it to have it compared with the token.';
    return { verdict: 'no-policy', summary, statements: [], fix: null, error };
  }
  const { keys, issuer } = keysOf(input);
  const subject = input.wanted?.subject ?? keys.get(`${issuer}:sub`)?.[0] ?? '';
  const audience = input.wanted?.audience ?? keys.get(`${issuer}:aud`)?.[0] ?? '';
  const wanted = { providerArn: input.providerArn, issuer, subject, audience, roleArn: input.roleArn };
  const parsed = parsePolicy(input.trustPolicy);
  if (!parsed.ok) {
    const first = parsed.problems.find(({ severity }) => severity === 'error');
    const where = first?.path ? `${first.path}: ` : '';
    const summary = `The trust policy cannot be read: ${where}${first?.message ?? 'it is no policy document.'}`;
    return { verdict: 'unreadable-policy', summary, statements: [], fix: fixTrustPolicy(null, null, wanted), error };
  }
  const statements = compareStatements(parsed.policy, input);
  const deny = statements.find(({ effect, applies }) => effect === 'Deny' && applies);
  const closest = statements.find(({ effect }) => effect === 'Allow') ?? null;
  if (deny) {
    const summary = `${nameOf(deny)} denies this token outright. A Deny outweighs every Allow: narrow or remove it.`;
    return { verdict: 'refused-by-deny', summary, statements, fix: null, error };
  }
  const fix = fixTrustPolicy(input.trustPolicy, closest, wanted, { replace: input.mustRefuse });
  if (closest?.applies) {
    const summary = input.mustRefuse
      ? `${nameOf(closest)} admits this token too: ${widest(closest)}`
      : 'This trust policy admits the token. If AWS still refuses, the policy was changed moments ago, the role is another one, or an organization policy forbids it.';
    return { verdict: 'admitted', summary, statements, fix: input.mustRefuse ? fix : null, error };
  }
  return { verdict: 'refused-by-conditions', summary: whyNot(closest), statements, fix, error };
}

function whyNot(closest: StatementComparison | null): string {
  if (!closest) return 'The trust policy has no Allow statement, so nobody gets in.';
  const wrong = closest.rows.filter(({ result }) => result !== 'matches');
  const first = wrong[0];
  if (!first) return 'No statement of the trust policy admits the token.';
  const more = wrong.length > 1 ? ` ${wrong.length - 1} more clause${wrong.length > 2 ? 's' : ''} differ.` : '';
  const what = first.result === 'missing' ? 'has nothing to compare with' : 'does not match';
  return `${nameOf(closest)} comes closest, but ${first.clause} ${what}. ${first.hint ?? ''}`.trim() + more;
}

/** What lets a foreign token through: the comparison by pattern, or that nothing compares its subject. */
function widest({ rows }: StatementComparison): string {
  const subject = rows.find(({ clause }) => /:sub$/i.test(clause));
  if (!subject) return 'no condition compares its subject.';
  return `${subject.operator} compares ${subject.clause} with ${subject.policySays.join(' or ')}.`;
}

function nameOf({ index, sid }: StatementComparison): string {
  return sid ? `Statement ${index + 1} (${sid})` : `Statement ${index + 1}`;
}
