/** `depth`: levels of nesting. `values`: members and elements, which is what parsing takes memory for. */
export type JsonShape = { depth: number; values: number };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

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
