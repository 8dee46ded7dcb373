import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { outboundError } from './outbound-error';

const DECODERS = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;

/** Reads a body whole, never holding more than `maxBytes` of it, neither compressed nor decompressed. */
export async function readBody(
  body: AsyncIterable<Buffer>,
  headers: Record<string, string | string[] | undefined>,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of body) {
    total += chunk.length;
    if (total > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  const raw = Buffer.concat(chunks);
  const encoding = [headers['content-encoding'] ?? ''].flat().join(',').trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return raw;
  if (!isKnown(encoding)) throw outboundError('encoding', 'The answer has a content encoding that is not supported.');
  try {
    return await DECODERS[encoding](raw, { maxOutputLength: maxBytes });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(maxBytes);
    throw outboundError('encoding', `The answer says it is ${encoding} and is not.`, cause);
  }
}

function isKnown(encoding: string): encoding is keyof typeof DECODERS {
  return Object.hasOwn(DECODERS, encoding);
}

function tooLarge(maxBytes: number) {
  return outboundError('too_large', `The answer is larger than ${maxBytes.toLocaleString('en')} bytes.`);
}
