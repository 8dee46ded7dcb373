import type { FieldPath, FieldValues, UseFormSetError } from 'react-hook-form';

/** One complaint of the API about a field: its path in the request body and what is wrong with it. */
export type FieldIssue = { path: string; message: string };

/**
 * Puts the API's complaints beside their fields; what fits no field is given back, to be shown above the button.
 * `fields` are the names the form has; a path "accounts.0.id" belongs to "accounts" when that is the closest one.
 */
export function applyFieldIssues<V extends FieldValues>(
  issues: readonly FieldIssue[],
  fields: readonly FieldPath<V>[],
  setError: UseFormSetError<V>,
): FieldIssue[] {
  return issues.filter(({ path, message }) => {
    const field = closestField(path, fields);
    if (field) setError(field, { type: 'server', message }, { shouldFocus: true });
    return !field;
  });
}

/** The longest field name that is the path or a parent of it. */
export function closestField<N extends string>(path: string, fields: readonly N[]): N | undefined {
  return fields
    .filter((field) => path === field || path.startsWith(`${field}.`))
    .sort((a, b) => b.length - a.length)
    .at(0);
}
