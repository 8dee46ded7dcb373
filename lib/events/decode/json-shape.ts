/** `depth`: levels of nesting. `values`: members and elements, which is what parsing takes memory for. */
export type JsonShape = { depth: number; values: number };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
/** A text this short holds and nests nothing that could do harm. */
export const SHORT_BYTES = 4096;

/**
 * The shape of a text of JSON without parsing it: two bytes of text become an object of fifty, so the number of bytes says
 * little about memory. Brackets and commas in strings do not count; of what is not JSON it is some upper bound.
 */
export function shapeOf(json: Uint8Array): JsonShape {
  let depth = 0;
  let deepest = 0;
  let values = 1;
  let quoted = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === QUOTE) quoted = !quoted;
    else if (quoted) at += byte === BACKSLASH ? 1 : 0;
    else if (byte === COMMA) values += 1;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      values += 1;
      if (depth > deepest) deepest = depth;
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return { depth: deepest, values };
}

/**
 * Whether a text of JSON can neither nest deeper nor hold more values than that, told at a fourth of the cost: it has no
 * more brackets, in strings or not, and no value without a byte of its own and one to part it from the next. The shortest
 * are not looked at: two thousand levels are what nothing minds.
 */
export function isSmall(json: Uint8Array, depth: number, values: number): boolean {
  if (json.length <= SHORT_BYTES) return true;
  if (json.length / 2 >= values) return false;
  let brackets = 0;
  // `[` and `{` differ in this one bit.
  for (let at = 0; at < json.length; at += 1) if (((json[at] ?? 0) | 0x20) === 0x7b) brackets += 1;
  return brackets <= depth;
}
