/** One attempt of one AWS call, as it ended. `throttled` and `error` are of this attempt: a retry is another call. */
export type AwsCall = {
  service: string;
  /** The IAM action it needs, e.g. `iam:ListUsers`. */
  action: string;
  ms: number;
  outcome: 'ok' | 'throttled' | 'error';
};

export type CallObserver = (call: AwsCall) => void;

/** Waits until one call may be made (see ./rate-budget), and learns of refusals. */
export interface CallBudget {
  acquire(signal?: AbortSignal): Promise<void>;
  throttled(): void;
}
