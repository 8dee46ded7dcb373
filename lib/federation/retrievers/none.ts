import {
  createCredentialChain,
  fromContainerMetadata,
  fromEnv,
  fromIni,
  fromInstanceMetadata,
  fromTokenFile,
} from '@aws-sdk/credential-providers';
import { AppError } from '@/lib/errors/app-error';
import type { RetrieverConfigs } from './config';
import type { TokenRetriever } from './retriever';

const METADATA = { timeout: 1000, maxRetries: 1 };

/**
 * The credentials the host itself has, in the SDK's own order: environment, shared files, web identity, container,
 * instance. A named profile means the shared files and nothing else. Single sign-on and process logins are left out
 * of the chain; a profile may still name them, since shared files are the operator's.
 */
export const none: TokenRetriever<RetrieverConfigs['none']> = {
  hostIdentity: true,
  async retrieve({ profile }) {
    const chain = profile
      ? fromIni({ profile })
      : createCredentialChain(
          fromEnv(),
          fromIni(),
          fromTokenFile(),
          fromContainerMetadata(METADATA),
          fromInstanceMetadata(METADATA),
        );
    try {
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = await chain();
      return { via: 'host', credentials: { accessKeyId, secretAccessKey, sessionToken, expiration } };
    } catch (cause) {
      const where = profile ? `under the profile "${profile}" of its shared AWS files` : 'in any of the usual places';
      throw new AppError('not_configured', `The host has no AWS credentials ${where}.`, { cause });
    }
  },
};
