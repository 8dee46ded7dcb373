import type { z } from 'zod';
import { AppError } from '@/lib/errors/app-error';

/** Parses `raw`; throws `invalid_request` with one detail for each field that is wrong, naming the path, not the value. */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const details = result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  const first = details[0];
  const where = first?.path ? `${first.path}: ` : '';
  const more = details.length > 1 ? ` (and ${details.length - 1} more)` : '';
  throw new AppError('invalid_request', `${where}${first?.message ?? 'The input is not valid.'}${more}`, { details });
}
