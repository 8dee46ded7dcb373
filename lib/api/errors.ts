import { AppError, isAppError } from '@/lib/errors/app-error';
import type { ErrorBody } from '@/lib/schemas/common';

/** Any thrown value as the one error shape; what is not an AppError stays inside and is logged by the caller. */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  const code = databaseCode(error);
  if (code === 'P2002' || code === '23505') {
    return new AppError('conflict', 'Something of that name exists already. Choose another name.', { cause: error });
  }
  if (code === 'P2025')
    return new AppError('not_found', 'It does not exist, or not in this workspace.', { cause: error });
  if (code === 'P2034' || code === '40001' || code === '40P01') {
    return new AppError('conflict', 'Someone changed this at the same moment. Try again.', { cause: error });
  }
  if (code === 'P2024' || code === 'P1001' || code === '57014' || code === 'ECONNREFUSED') {
    return new AppError('unavailable', 'The database did not answer in time. Nothing is lost; try again.', {
      cause: error,
    });
  }
  return new AppError(
    'internal',
    'Something failed inside Mooring. Nothing was changed. Report it with the request id.',
    {
      cause: error,
    },
  );
}

export function errorBody(error: AppError, requestId: string): ErrorBody {
  return { error: { code: error.code, message: error.message, details: error.details, requestId } };
}

function databaseCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
