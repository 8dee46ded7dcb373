const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * `text` on one line without what would steer a terminal: names and tags come from other people's accounts. Control
 * characters and marks that reverse the direction of text are written as their code.
 */
export function plain(text: string): string {
  return text.replace(CONTROL, codeOf);
}

/** The same, with its line ends kept. */
export function plainLines(text: string): string {
  return text.replace(CONTROL, (char) => (char === '\n' ? char : codeOf(char)));
}

function codeOf(char: string): string {
  if (char === '\n') return '\\n';
  if (char === '\t') return '\\t';
  return `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
