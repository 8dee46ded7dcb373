import { exchange } from '@/lib/federation/exchange';
import { foreignSubject } from '@/lib/federation/issuer/mint';
import { stsFailureOf } from '@/lib/federation/sts-failure';
import { peekClaims } from '@/lib/trust/sts/token';
import { exchangeArguments } from '../../credentials/exchange-arguments';
import { credentialPlan } from '../../credentials/plan';
import { clausesOf, compare, toFix } from './explain-refusal';
import { advice, passed, type Step, type StepContext, skipped } from './step';

const EXPECTED = 'Not authorized to perform sts:AssumeRoleWithWebIdentity';

/**
 * Tries to get in with a token of another integration's subject. A refusal counts only when it is exactly the trust
 * policy's, beside a positive control made at the same moment (DESIGN section 6).
 */
export const foreignSubjectStep: Step = {
  key: 'foreign_subject',
  async run(context) {
    const { integration, facts } = context;
    if (!facts.session) return skipped('The role could not be assumed, so a refusal would prove nothing.');
    if (integration.credential.retriever !== 'mooring_issuer' || !integration.subject) {
      return { state: 'not_testable', evidence: 'only the built-in issuer can make a token of another subject' };
    }
    const control = await attempt(context, integration.subject);
    if (control.outcome !== 'let in') {
      return {
        state: 'not_testable',
        evidence: `the control, our own token, was not let in just now: ${control.text}`,
      };
    }
    const foreign = await attempt(context, foreignSubject(integration.subject));
    if (foreign.outcome === 'refused') return passed(`AWS said ${foreign.text}; our own token was let in beside it`);
    if (foreign.outcome === 'unclear') {
      return {
        state: 'not_testable',
        evidence: `AWS answered something else: ${foreign.text}`,
        fix: advice('Verify again.'),
      };
    }
    const diagnosis = compare(context, { mustRefuse: true, claims: foreign.claims });
    return {
      state: 'failed',
      evidence: 'let in: AWS gave credentials; they were not used',
      reason: diagnosis?.summary ?? 'AWS accepted a token of another integration.',
      fix: diagnosis?.fix ? toFix(diagnosis.fix) : advice('Pin the subject in the trust policy, as the files do.'),
      clauses: diagnosis ? clausesOf(diagnosis, true) : [],
      facts: [{ label: 'probe’s subject', value: String(foreign.claims.sub ?? ''), tone: 'bad' }],
    };
  },
};

type Attempt = { outcome: 'let in' | 'refused' | 'unclear'; text: string; claims: Readonly<Record<string, unknown>> };

async function attempt(context: StepContext, subject: string): Promise<Attempt> {
  const plan = await credentialPlan(context, context.integration, { subject });
  // Only the first hop is the role's own trust: the rest of a chain would hide what it said.
  const first = { ...plan, chain: plan.chain.slice(0, 1) };
  const claims = plan.start.kind === 'webIdentityToken' ? (peekClaims(plan.start.token) ?? {}) : {};
  try {
    await exchange(...exchangeArguments(context, first, context.signal));
    return { outcome: 'let in', text: 'credentials', claims };
  } catch (error) {
    const failure = stsFailureOf(error);
    if (!failure) throw error;
    const exact = failure.awsCode === 'AccessDenied' && failure.message === EXPECTED;
    return { outcome: exact ? 'refused' : 'unclear', text: `${failure.awsCode}: ${failure.message}`, claims };
  }
}
