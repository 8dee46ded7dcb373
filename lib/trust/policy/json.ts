/** A member that an object of the text names more than once. JSON.parse, like AWS, keeps the last one. */
export type DuplicateKey = { path: string; key: string };

type Frame = { kind: 'object' | 'array'; path: string; keys: Set<string>; next: string; index: number };

/**
 * Finds repeated members in a JSON text. The text must be one that JSON.parse accepts; one pass, no recursion.
 * Paths look like `Statement[0].Condition`.
 */
export function findDuplicateKeys(text: string): DuplicateKey[] {
  const found: DuplicateKey[] = [];
  const stack: Frame[] = [];
  let expectKey = false;
  for (let at = 0; at < text.length; at++) {
    const top = stack.at(-1);
    switch (text[at]) {
      case '{':
      case '[': {
        const kind = text[at] === '{' ? 'object' : 'array';
        stack.push({ kind, path: top ? childPath(top) : '', keys: new Set(), next: '', index: 0 });
        expectKey = kind === 'object';
        break;
      }
      case '}':
      case ']':
        stack.pop();
        expectKey = false;
        break;
      case ',':
        if (top?.kind === 'array') top.index++;
        expectKey = top?.kind === 'object';
        break;
      case '"': {
        const end = endOfString(text, at);
        if (expectKey && top) {
          const key: unknown = JSON.parse(text.slice(at, end + 1));
          if (typeof key === 'string') {
            if (top.keys.has(key)) found.push({ path: top.path, key });
            top.keys.add(key);
            top.next = key;
          }
          expectKey = false;
        }
        at = end;
        break;
      }
    }
  }
  return found;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function childPath(frame: Frame): string {
  if (frame.kind === 'array') return `${frame.path}[${frame.index}]`;
  return frame.path === '' ? frame.next : `${frame.path}.${frame.next}`;
}
