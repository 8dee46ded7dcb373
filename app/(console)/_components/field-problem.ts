import type { FieldPath, FieldValues, UseFormSetError } from 'react-hook-form';
import { applyFieldIssues, type FieldIssue } from '@/components/form/server-errors';
import { ApiError } from '@/lib/client/client';

/** Puts what a refusal says beside its fields; answers the sentence to show above the button, or null. */
export function fieldProblem<V extends FieldValues>(
  error: unknown,
  fields: readonly FieldPath<V>[],
  setError: UseFormSetError<V>,
): string | null {
  if (!(error instanceof ApiError)) throw error;
  const issues = error.details.filter((detail): detail is typeof detail & FieldIssue => detail.path !== undefined);
  if (issues.length === 0) return error.message;
  const rest = applyFieldIssues(issues, fields, setError);
  return rest.length > 0 ? rest.map(({ message }) => message).join(' ') : null;
}
