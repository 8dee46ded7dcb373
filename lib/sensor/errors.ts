/** The job has another attempt now: whoever gets this stops writing at once. */
export class FenceLostError extends Error {
  constructor(jobId: string, attempt: number) {
    super(`Attempt ${attempt} of scan job ${jobId} no longer holds its lease.`);
    this.name = 'FenceLostError';
  }
}

/** Somebody cancelled the run. */
export class ScanCancelledError extends Error {
  constructor() {
    super('The run was cancelled.');
    this.name = 'ScanCancelledError';
  }
}

/** The job took longer than it may. */
export class DeadlineError extends Error {
  constructor() {
    super('The scan reached its deadline before the list was read to its end. The next run starts over.');
    this.name = 'DeadlineError';
  }
}

/** This process is asked to end: another sensor takes the job over. */
export class DrainError extends Error {
  constructor() {
    super('The worker is shutting down.');
    this.name = 'DrainError';
  }
}
