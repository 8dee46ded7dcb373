import type { StsFailure, WebIdentityInput, WebIdentitySuccess } from './types';

/** AssumeRoleWithWebIdentity, decided as STS does: same order of checks, same codes and texts. */
export declare function decideAssumeRoleWithWebIdentity(
  input: WebIdentityInput,
): Promise<WebIdentitySuccess | StsFailure>;
