export type AgeBucket = { label: string; fromDays: number; toDays: number | null };

/** Whole days at which a new bucket begins; the last has no end. */
const BOUNDS = [30, 60, 90, 180, 365, 730, 1095] as const;
const LABELS = [
  'under 30 days',
  '30 to 60 days',
  '60 to 90 days',
  '90 to 180 days',
  '180 days to a year',
  '1 to 2 years',
  '2 to 3 years',
  'over 3 years',
] as const;

/** An access key older than this should have been rotated or, better, removed. */
export const KEY_LIMIT_DAYS = 90;
export const AGE_BOUNDS: readonly number[] = BOUNDS;

/** `toDays` is not in the bucket any more. */
export const AGE_BUCKETS: readonly AgeBucket[] = LABELS.map((label, index) => ({
  label,
  fromDays: BOUNDS[index - 1] ?? 0,
  toDays: BOUNDS[index] ?? null,
}));
