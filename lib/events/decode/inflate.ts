import { constants, gunzipSync, type ZlibOptions } from 'node:zlib';
import { DecodeFault } from './fault';
import type { DecodeLimits } from './limits';

type Inflated = { buffer: Buffer; engine: { bytesWritten: number } };
/** With `info` zlib tells how much it read, which @types/node does not say. */
const gunzip = gunzipSync as unknown as (bytes: Uint8Array, options: ZlibOptions & { info: true }) => Inflated;

/** The smallest gzip member: ten bytes of header, an empty block, eight of trailer. */
const LEAST_BYTES = 20;

/**
 * The content of gzip data of one or more members, checked by their checksums. Throws a DecodeFault: `not_gzip` (no gzip,
 * damaged, or something else behind it), `truncated`, `bomb` (inflates too far), `too_large`.
 */
export function inflate(bytes: Uint8Array, limits: DecodeLimits): Buffer {
  if (bytes.length > limits.compressedBytes) {
    throw new DecodeFault('too_large', `${bytes.length} compressed bytes; at most ${limits.compressedBytes} are read.`);
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) throw new DecodeFault('not_gzip', 'It does not begin as gzip data does.');
  if (bytes.length < LEAST_BYTES) throw new DecodeFault('truncated', 'The gzip data ends before its end.');
  const most = Math.min(limits.inflatedBytes, Math.max(limits.ratioFloorBytes, bytes.length * limits.ratio));
  try {
    const { buffer, engine } = gunzip(bytes, {
      info: true,
      maxOutputLength: most,
      chunkSize: sizeHint(bytes, most),
      finishFlush: constants.Z_FINISH,
    });
    if (engine.bytesWritten < bytes.length) {
      const rest = bytes.length - engine.bytesWritten;
      throw new DecodeFault('not_gzip', `${rest} bytes behind the end of the gzip data are something else.`);
    }
    return buffer;
  } catch (error) {
    if (error instanceof DecodeFault) throw error;
    throw faultOf(error, bytes.length, most, limits);
  }
}

/** One allocation instead of hundreds: the last member's trailer tells its size, which is a hint and no more. */
function sizeHint(bytes: Uint8Array, most: number): number {
  const told = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).readUInt32LE(bytes.length - 4);
  return Math.min(Math.max(told + 64, 16 * 1024), most, bytes.length * 40 + 16 * 1024);
}

function faultOf(error: unknown, compressed: number, most: number, limits: DecodeLimits): DecodeFault {
  const { code } = error as { code?: string };
  if (code === 'ERR_BUFFER_TOO_LARGE') {
    return most < limits.inflatedBytes
      ? new DecodeFault('bomb', `${compressed} bytes inflate to more than ${most}, over ${limits.ratio} times as many.`)
      : new DecodeFault('too_large', `It inflates to more than ${most} bytes.`);
  }
  if (code === 'Z_BUF_ERROR') return new DecodeFault('truncated', 'The gzip data ends before its end.');
  return new DecodeFault('not_gzip', 'The gzip data is damaged.');
}
