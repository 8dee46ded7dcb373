import type { Problem } from './types';

/** One sentence for a query that cannot be understood: the first problem's place, what is wrong and what to write. */
export function refusalOf(problems: readonly Problem[]): string {
  const [first] = problems;
  const rest = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return `The query cannot be understood at character ${(first?.from ?? 0) + 1}: ${first?.message} ${first?.fix}${rest}`;
}
