import { rotateDueKeys } from '@/lib/services/federation/rotate-due-keys';
import type { WorkerDependencies } from '../handler';

export async function issuerRotation(deps: WorkerDependencies): Promise<void> {
  const rotated = await rotateDueKeys(deps);
  if (rotated > 0) deps.log.info({ rotated }, 'issuer keys rotated');
}
