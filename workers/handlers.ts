import type { JobHandlers } from './handler';
import { auditSeal } from './jobs/audit-seal';
import { eventLogUpkeep } from './jobs/event-log-upkeep';
import { findingSweep } from './jobs/finding-sweep';
import { historyRetention } from './jobs/history-retention';
import { issuerRotation } from './jobs/issuer-rotation';
import { scanJob } from './jobs/scan-job';
import { scheduleTick } from './jobs/schedule-tick';
import { verification } from './jobs/verification';

/** Job -> handler. One that is missing does not compile. Loaded at the start: a person waits for a verification. */
export const handlers: JobHandlers = {
  'scan-job': scanJob,
  verification,
  'schedule-tick': scheduleTick,
  'audit-seal': auditSeal,
  'issuer-rotation': issuerRotation,
  'history-retention': historyRetention,
  'event-log-upkeep': eventLogUpkeep,
  'finding-sweep': findingSweep,
};
