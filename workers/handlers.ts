import type { JobHandlers } from './handler';

/** Job -> handler, loaded when the first job of its kind comes. One that is missing does not compile. */
export const handlers: JobHandlers = {
  'scan-job': async (deps, payload) => (await import('./jobs/scan-job')).scanJob(deps, payload),
  verification: async (deps, payload) => (await import('./jobs/verification')).verification(deps, payload),
  'schedule-tick': async (deps) => (await import('./jobs/schedule-tick')).scheduleTick(deps),
  'audit-seal': async (deps) => (await import('./jobs/audit-seal')).auditSeal(deps),
  'issuer-rotation': async (deps) => (await import('./jobs/issuer-rotation')).issuerRotation(deps),
};
