import { z } from 'zod';
import { AppError } from '@/lib/errors/app-error';
import type { Install } from '../install/install';

const accountsSchema = z.object({
  accounts: z.array(
    z.object({ id: z.string(), name: z.string(), accessKeyId: z.string(), secretAccessKey: z.string() }),
  ),
});
export type SandboxAccount = z.infer<typeof accountsSchema>['accounts'][number];
const TIMEOUT_MS = 5_000;

/**
 * The sandbox's accounts with the credentials of their administrators; [] without a sandbox. The credentials open
 * nothing but the sandbox, which is why the console may show them.
 */
export async function sandboxAccounts(install: Pick<Install, 'sandboxUrl'>): Promise<SandboxAccount[]> {
  if (!install.sandboxUrl) return [];
  try {
    const response = await fetch(new URL('/_sandbox/accounts', install.sandboxUrl), {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    });
    return accountsSchema.parse(await response.json()).accounts;
  } catch (cause) {
    throw new AppError('upstream_unavailable', 'The sandbox does not answer. Is it running? npm run up starts it.', {
      cause,
    });
  }
}
