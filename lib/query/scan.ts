import type { Problem, Value } from './types';

/** Reads a query's text from left to right and collects what is wrong with it. */
export type Scanner = { readonly text: string; at: number; readonly problems: Problem[] };

export const isSpace = (char: string | undefined) => char === undefined || /\s/.test(char);

export function wrong(scanner: Scanner, from: number, to: number, message: string, fix: string): void {
  scanner.problems.push({ from, to: Math.max(to, from), message, fix });
}

/** Reads `"…"` at the scanner; in it `\"` and `\\` stand for themselves. One that is not closed is a problem. */
export function quoted(scanner: Scanner): string {
  const { text } = scanner;
  const from = scanner.at;
  let value = '';
  for (scanner.at += 1; scanner.at < text.length; scanner.at += 1) {
    const char = text[scanner.at];
    const next = text[scanner.at + 1];
    if (char === '"') {
      scanner.at += 1;
      return value;
    }
    if (char === '\\' && (next === '"' || next === '\\')) {
      value += next;
      scanner.at += 1;
    } else value += char;
  }
  wrong(scanner, from, text.length, 'This quote is not closed.', 'Write " at its end.');
  return value;
}

/** Reads up to a space, a comma (with `list`) or a quote. */
export function bare(scanner: Scanner, list: boolean): string {
  const from = scanner.at;
  while (!isSpace(scanner.text[scanner.at]) && !(list && /[",]/.test(scanner.text[scanner.at] ?? ''))) scanner.at += 1;
  return scanner.text.slice(from, scanner.at);
}

/** `"two words"`, or with a star after it how something begins: `"two wo"*`. */
export function quotedValue(scanner: Scanner): Value {
  const text = quoted(scanner);
  const prefix = scanner.text[scanner.at] === '*';
  if (prefix) scanner.at += 1;
  return { text, prefix };
}

/** A word with a trailing `*` is a beginning; one elsewhere is a problem. */
export function wildcard(scanner: Scanner, word: string, from: number): Value {
  const star = word.indexOf('*');
  if (star === -1) return { text: word, prefix: false };
  if (star !== word.length - 1) {
    const anywhere = word.replaceAll('*', '');
    const fix = `Write ${word.slice(0, star) || anywhere}*, or for a real * put the value in quotes.`;
    wrong(scanner, from + star, from + star + 1, 'A * can only stand at the end.', fix);
  }
  return { text: word.slice(0, star), prefix: true };
}

/** Values separated by commas, each quoted or bare. */
export function valueList(scanner: Scanner, what: string): Value[] {
  const values: Value[] = [];
  for (;;) {
    const from = scanner.at;
    if (scanner.text[scanner.at] === '"') {
      values.push(quotedValue(scanner));
      if (!isSpace(scanner.text[scanner.at]) && scanner.text[scanner.at] !== ',') {
        const begun = scanner.at;
        bare(scanner, true);
        const fix = 'Put the whole value in quotes, or a comma or a space between two.';
        wrong(scanner, begun, Math.max(scanner.at, begun + 1), 'Something follows the closing quote.', fix);
        if (scanner.text[scanner.at] === '"') return values;
      }
    } else {
      const word = bare(scanner, true);
      if (scanner.text[scanner.at] === '"') {
        const begun = scanner.at;
        quoted(scanner);
        wrong(scanner, begun, scanner.at, 'A quote stands inside a value.', 'Put the whole value in quotes.');
      } else if (word === '') {
        wrong(scanner, from, from, `A value is missing after ${what}.`, 'Write one, or remove what is before it.');
      } else values.push(wildcard(scanner, word, from));
    }
    if (scanner.text[scanner.at] !== ',') return values;
    scanner.at += 1;
  }
}
