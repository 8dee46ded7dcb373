import type { RoleVerification } from '@/lib/db/generated/prisma/client';
import type { IntegrationWithCredential } from '../credentials/plan';

/** A verification that this worker runs, with its lease. */
export type Taken = {
  verification: RoleVerification;
  integration: IntegrationWithCredential;
  /** Epoch ms on the database's clock, when the lease was taken. */
  databaseTime: number;
};
