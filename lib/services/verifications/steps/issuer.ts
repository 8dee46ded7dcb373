import { probeIssuer } from '@/lib/federation/probe/probe';
import type { ProbeInput } from '@/lib/federation/probe/types';
import { mintWorkspaceToken } from '../../federation/mint';
import { advice, passed, type Step, type StepContext, skipped } from './step';

const PROBE_SECONDS = 60;

export const issuerStep: Step = {
  key: 'issuer',
  async run(context) {
    const { integration, install, now, signal } = context;
    const { issuerUrl } = integration;
    if (issuerUrl === null) return skipped('No token is involved: the identity of the host is used.');
    const token = freshToken(context);
    const checks = await probeIssuer({
      issuerUrl,
      outbound: install.outbound,
      now,
      signal,
      ...(token ? { token } : {}),
    });
    const failed = checks.filter((check) => check.status === 'failed');
    const [first] = failed;
    if (first) {
      return {
        state: 'warning',
        evidence: first.evidence.join(' · '),
        reason: `${first.title}: this failed from where Mooring runs. AWS asks from outside, so the next steps tell whether it matters.`,
        fix: advice(first.fix ?? 'System, Security shows every check of the issuer.'),
        facts: checks.map((check) => ({
          label: check.title,
          value: check.status,
          tone: check.status === 'failed' ? 'bad' : 'plain',
        })),
      };
    }
    const ms = checks.reduce((total, check) => total + (check.ms ?? 0), 0);
    return passed(`discovery and keys read in ${ms} ms, issuer equal`);
  },
};

/** To see whether what is published is what signs; only the built-in issuer can make one for the purpose. */
function freshToken(context: StepContext): ProbeInput['token'] {
  const { issuerUrl, audience, credential, workspaceId } = context.integration;
  if (credential.retriever !== 'mooring_issuer' || issuerUrl === null || audience === null) return undefined;
  return async () => {
    const claims = { issuer: issuerUrl, audience, subject: 'probe' };
    return { token: (await mintWorkspaceToken(context, workspaceId, claims, PROBE_SECONDS)).token, audience };
  };
}
