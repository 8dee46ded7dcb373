import { urlShape } from '@/lib/federation/probe/discovery-steps';
import type { ServiceContext } from '../context';

export const NO_ISSUER_URL =
  'This install has no public issuer URL, so AWS cannot check its tokens. Set MOORING_ISSUER_URL to an https address without a port that the internet reaches (or to the bucket that will hold the two documents), and restart.';

/** Why AWS cannot accept this issuer URL, in plain words; null when its form is right. Nothing is fetched. */
export async function issuerUrlProblem(
  context: Pick<ServiceContext, 'install' | 'now'>,
  issuerUrl: string,
  fix: string,
): Promise<string | null> {
  const outcome = await urlShape.run({ issuerUrl, outbound: context.install.outbound, now: context.now }, {});
  return outcome.status === 'failed' ? `AWS cannot use ${issuerUrl}: ${outcome.evidence.join(' ')} ${fix}` : null;
}
