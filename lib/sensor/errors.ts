/** The job has another attempt now: whoever gets this stops writing at once. */
export class FenceLostError extends Error {
  constructor(jobId: string, attempt: number) {
    super(`Attempt ${attempt} of scan job ${jobId} no longer holds its lease.`);
    this.name = 'FenceLostError';
  }
}
