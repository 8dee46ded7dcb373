import { probeIssuer } from '@/lib/federation/probe/probe';
import { advice, passed, type Step, skipped } from './step';

export const issuerStep: Step = {
  key: 'issuer',
  async run({ integration, install, now, signal }) {
    const { issuerUrl } = integration;
    if (issuerUrl === null) return skipped('The token does not come from the built-in issuer.');
    const checks = await probeIssuer({ issuerUrl, outbound: install.outbound, now, signal });
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
