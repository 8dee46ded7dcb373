import { AppError } from '@/lib/errors/app-error';
import type { RetrieverConfigs } from './config';
import type { TokenRetriever } from './retriever';

/** A token of the built-in issuer, minted for the integration at hand. */
export const mooringIssuer: TokenRetriever<RetrieverConfigs['mooring_issuer']> = {
  hostIdentity: false,
  async retrieve(_config, { mint }) {
    if (!mint) throw new AppError('not_configured', 'The built-in issuer is not configured. Set MOORING_ISSUER_URL.');
    return { via: 'token', ...(await mint()) };
  },
};
