import { runVerification } from '@/lib/services/verifications/run';
import type { JobHandler } from '../handler';

export const verification: JobHandler<'verification'> = (deps, { workspaceId, verificationId }) =>
  runVerification(deps, workspaceId, verificationId, deps.signal);
