import { parsePolicy } from '@/lib/trust/policy/parse';

/** Conditions that bound who may call (S3 User Guide, 'The meaning of "public"'); a value with a wildcard bounds nothing. */
const BOUNDS = new Set([
  'aws:principalorgid',
  'aws:principalarn',
  'aws:principalaccount',
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourceowner',
  'aws:sourceip',
  'aws:userid',
  's3:dataaccesspointarn',
  's3:dataaccesspointaccount',
]);

/** Would S3 call this bucket policy public? */
export function isPublicPolicy(document: string): boolean {
  const parsed = parsePolicy(document, 'resource');
  if (!parsed.ok) return false;
  return parsed.policy.statements.some(
    (statement) =>
      statement.effect === 'Allow' &&
      (statement.principals === null || statement.principals.some(({ value }) => value === '*')) &&
      !statement.conditions.some(
        ({ key, values }) =>
          BOUNDS.has(key.toLowerCase()) && values.every((value) => !/[*?]|^0\.0\.0\.0\/0$|^::\/0$/.test(String(value))),
      ),
  );
}
