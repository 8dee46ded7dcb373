/** A link that stands alone. */
export const linkClass = 'font-medium text-accent-text underline-offset-3 hover:underline';

/** A link within a sentence: underlined, so that colour is not its only mark. */
export const inlineLinkClass =
  'font-medium text-accent-text underline underline-offset-3 decoration-accent-line hover:decoration-current';
