import type { z } from 'zod';
import type { accessKeyQuerySchema } from '@/lib/schemas/inventory';

type Query = z.input<typeof accessKeyQuerySchema>;
type Choices<Key extends 'status' | 'age' | 'used'> = readonly {
  value: 'any' | NonNullable<Query[Key]>;
  label: string;
}[];

export const STATUS = [
  { value: 'any', label: 'Any status' },
  { value: 'Active', label: 'Active' },
  { value: 'Inactive', label: 'Inactive' },
] as const satisfies Choices<'status'>;

export const AGE = [
  { value: 'any', label: 'Any age' },
  { value: 'under_90', label: 'Under 90 d' },
  { value: 'over_90', label: 'Past 90 d' },
  { value: 'over_365', label: 'Past a year' },
] as const satisfies Choices<'age'>;

export const USED = [
  { value: 'any', label: 'Any use' },
  { value: 'recently', label: 'Within 90 d' },
  { value: 'not_in_90_days', label: 'Not for 90 d' },
  { value: 'never', label: 'Never' },
] as const satisfies Choices<'used'>;

/** The chosen value of the URL, undefined for "any" and for what is no choice. */
export function chosenOf<V extends string>(
  choices: readonly { value: V | 'any' }[],
  asked: string | null,
): Exclude<V, 'any'> | undefined {
  const found = choices.find(({ value }) => value === asked)?.value;
  return found === undefined || found === 'any' ? undefined : (found as Exclude<V, 'any'>);
}
