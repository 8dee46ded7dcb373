import { type ErrorCode, HTTP_STATUS } from './codes';

/** What a person can act on: a field and what is wrong with it, or a named fact. Never a secret, never an internal cause. */
export type ErrorDetail = { path?: string; message: string; [fact: string]: unknown };

/**
 * The one error class. `message` and `details` are public: they say what happened and what to do.
 * `cause` is internal: it is logged (redacted) and never leaves the process.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetail[];

  constructor(code: ErrorCode, message: string, options: { details?: ErrorDetail[]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details ?? [];
  }

  get status(): number {
    return HTTP_STATUS[this.code];
  }
}

/** A missing row and another workspace's row are the same answer (DESIGN section 5). */
export function notFound(noun: string): AppError {
  return new AppError('not_found', `There is no such ${noun} in this workspace.`);
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof AppError;
}
