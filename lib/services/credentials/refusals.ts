import { AppError } from '@/lib/errors/app-error';

export function notGranted(): AppError {
  return new AppError(
    'precondition_failed',
    'The host identity of this credential is not granted to this workspace. An install administrator can grant it under System, Security.',
    { details: [{ path: 'hostIdentityId', message: 'Not granted to this workspace.' }] },
  );
}

export function nameTaken(noun: string, name: string): AppError {
  return new AppError('conflict', `${noun} named ${name} exists already. Choose another name.`, {
    details: [{ path: 'name', message: 'This name is taken.' }],
  });
}

/** Names in a sentence: at most five, then how many more. */
export function namesOf(items: readonly { name: string }[]): string {
  const shown = items.slice(0, 5).map(({ name }) => name);
  return items.length > shown.length ? `${shown.join(', ')} and ${items.length - shown.length} more` : shown.join(', ');
}

/** Prisma's codes: P2002 a unique key, P2003 a foreign key, P2025 no such row. */
export function isDatabaseRefusal(error: unknown, code: 'P2002' | 'P2003' | 'P2025'): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
