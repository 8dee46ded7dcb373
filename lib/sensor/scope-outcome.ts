import { classifyAwsError } from '@/lib/aws/errors';
import { BrokenPaginationError } from '@/lib/aws/pages';
import { isAppError } from '@/lib/errors/app-error';
import { stsFailureOf } from '@/lib/federation/sts-failure';
import type { StsFailure } from '@/lib/federation/types';
import { DeadlineError } from './errors';
import type { ScopeError, ScopeStatus } from './port';

/** An error of a scope or of the exchange, as the ledger keeps it: no cause, no stack. */
export function scopeError(error: unknown): ScopeError {
  const sts = stsFailureOf(error);
  if (sts) return ofSts(sts);
  if (isAppError(error)) return plain(error.code, error.code, error.message);
  if (error instanceof BrokenPaginationError) return plain('invalid', 'BrokenPagination', error.message);
  if (error instanceof DeadlineError) return plain('deadline', 'Deadline', error.message);
  const { kind, code, message, action, deniedBy, requestId } = classifyAwsError(error);
  const by = deniedBy && `${deniedBy.policy}:${deniedBy.explicit ? 'explicit' : 'implicit'}`;
  return { kind, code, message: message.slice(0, 2_000), action, deniedBy: by, requestId };
}

/** After the wait for a fresh role is over, "pending" is a refusal like any other. */
function ofSts({ kind, awsCode, message, operation, awsRequestId }: StsFailure): ScopeError {
  const said = `AWS answered ${operation} with ${awsCode}: ${message}`;
  const settled = kind === 'pending' ? 'refused' : kind;
  return { ...plain(settled, awsCode, said), action: `sts:${operation}`, requestId: awsRequestId };
}

function plain(kind: string, code: string, message: string): ScopeError {
  return { kind, code, message, action: null, deniedBy: null, requestId: null };
}

/** `denied` and `failed` read nothing of use; `partial` read some. A broken pagination is `failed` whatever was read. */
export function statusOf(error: ScopeError, resources: number): ScopeStatus {
  if (error.code === 'BrokenPagination') return 'failed';
  if (resources > 0) return 'partial';
  return error.kind === 'denied' ? 'denied' : 'failed';
}
