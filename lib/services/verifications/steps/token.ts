import { isAppError } from '@/lib/errors/app-error';
import { readTokenFile } from '@/lib/federation/retrievers/token-file';
import { readTokenClaims } from '@/lib/federation/token';
import { peekClaims } from '@/lib/trust/sts/token';
import { credentialPlan } from '../../credentials/plan';
import { advice, passed, type Step, skipped } from './step';

export const tokenStep: Step = {
  key: 'token',
  async run(context) {
    const { integration, facts, now, install, signal } = context;
    try {
      facts.plan = await credentialPlan(context, integration);
    } catch (error) {
      if (!isAppError(error)) throw error;
      return {
        state: 'failed',
        evidence: 'no token',
        reason: error.message,
        fix: advice('Mend this, then verify again.'),
      };
    }
    const { start } = facts.plan;
    if (start.kind === 'hostDefault') return skipped('The identity of the host is used; there is no token.');
    const token =
      start.kind === 'webIdentityToken'
        ? start.token
        : (await readTokenFile(start.path, { operatorDirectories: [install.tokenDirectory], signal })).token;
    facts.claims = peekClaims(token);
    const claims = readTokenClaims(token);
    const seen = [
      { label: 'iss', value: claims.issuer, expected: integration.issuerUrl },
      { label: 'aud', value: claims.audience.join(', '), expected: integration.audience },
      { label: 'sub', value: claims.subject, expected: integration.subject },
    ];
    const wrong = seen.filter(({ value, expected }) => expected !== null && value !== expected);
    const rows = seen.map(({ label, value, expected }) => ({
      label,
      value,
      tone: expected !== null && value !== expected ? ('bad' as const) : ('good' as const),
    }));
    const minutes = claims.expiresAt ? Math.round((claims.expiresAt.getTime() - now().getTime()) / 60_000) : null;
    if (wrong.length > 0) {
      const names = wrong.map(({ label }) => label).join(' and ');
      return {
        state: 'failed',
        evidence: `${names} differ from what the files say`,
        reason: `The token is not the one the role was made for: ${names} differ.`,
        fix: advice('The integration was drafted for another issuer setting. Draft it again, and apply its files.'),
        facts: rows,
      };
    }
    return passed(`iss, aud and sub as in the files you applied, expires in ${minutes ?? '?'} min`, rows);
  },
};
