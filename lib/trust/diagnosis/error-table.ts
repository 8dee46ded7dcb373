/** What an error of STS means, in our words. Facts: facts/sts-errors.md, with the issue where each was met. */
export type StsErrorExplanation = {
  /** Stable name of the entry, for tests and links. */
  id: string;
  title: string;
  causes: readonly string[];
  fix: string;
  /** The same call may succeed later with nothing changed. */
  transient: boolean;
  /** A role or provider made moments ago gives this too: wait, within a bound, before calling it a failure. */
  pendingPropagation: boolean;
};

export type StsErrorRule = StsErrorExplanation & {
  /** Wire codes without `Exception`; empty for texts of clients, which come without a code of STS. */
  codes: readonly string[];
  /** Lower-case piece of the message; null matches any message of the code. */
  contains: string | null;
};

type Extra = Partial<Pick<StsErrorExplanation, 'transient' | 'pendingPropagation'>>;

/** Shortens the tables: code, piece of the message, then what we say. */
export function rule(
  id: string,
  codes: string | readonly string[],
  contains: string | null,
  title: string,
  causes: readonly string[],
  fix: string,
  extra: Extra = {},
): StsErrorRule {
  return {
    ...{ id, codes: typeof codes === 'string' ? [codes] : codes, contains, title, causes, fix },
    ...{ transient: false, pendingPropagation: false, ...extra },
  };
}
