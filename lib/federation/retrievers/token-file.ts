import { setTimeout as delay } from 'node:timers/promises';
import { AppError, isAppError } from '@/lib/errors/app-error';
import { readTokenClaims, type TokenClaims } from '../token';
import type { RetrieverConfigs } from './config';
import { readOperatorFile } from './operator-file';
import type { RetrieverContext, TokenRetriever } from './retriever';

const MAX_TOKEN_BYTES = 20_000;
const ATTEMPTS = 4;
const WAIT_MS = 100;

/** The token in a mounted file, read again at every call because projected tokens rotate. */
export const tokenFile: TokenRetriever<RetrieverConfigs['token_file']> = {
  hostIdentity: true,
  async retrieve({ path }, context) {
    const { token, claims } = await readTokenFile(path, context);
    if (claims.expiresAt && claims.expiresAt <= context.now()) {
      const message = `The token in ${path} expired at ${claims.expiresAt.toISOString()}. Is it still being renewed?`;
      throw new AppError('expired', message);
    }
    return { via: 'token', token, expiresAt: claims.expiresAt };
  },
};

/**
 * Reads a token file and its claims. A file caught empty or cut off in mid-rotation
 * (kubernetes/kubernetes#126381) is read again a few times before that counts as an error.
 */
export async function readTokenFile(
  path: string,
  context: Pick<RetrieverContext, 'operatorDirectories' | 'signal'>,
): Promise<{ token: string; claims: TokenClaims }> {
  for (let attempt = 1; ; attempt++) {
    const token = (await readOperatorFile(path, context.operatorDirectories, MAX_TOKEN_BYTES)).trim();
    try {
      return { token, claims: readTokenClaims(token) };
    } catch (cause) {
      if (attempt < ATTEMPTS && isAppError(cause)) {
        await delay(WAIT_MS * attempt, undefined, { signal: context.signal });
        continue;
      }
      const why = token === '' ? 'the file is empty' : isAppError(cause) ? cause.message : 'it cannot be read';
      throw new AppError('invalid_request', `There is no usable token in ${path}: ${why}`, { cause });
    }
  }
}
