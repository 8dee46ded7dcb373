import { classifyAwsError } from '@/lib/aws/errors';

/** The answer, or null when AWS says that there is no such thing; other errors are thrown. */
export async function orAbsent<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (classifyAwsError(error).kind === 'notFound') return null;
    throw error;
  }
}
