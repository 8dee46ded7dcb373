import { Readable } from 'node:stream';
import type { StreamCollector } from '@smithy/types';

/** Thrown when an answer is larger than any AWS gives; never retried. */
export class ResponseTooLargeError extends Error {
  constructor(maxBytes: number) {
    super(`The answer is larger than ${maxBytes} bytes; it was cut off. Check that the endpoint really is AWS.`);
    this.name = 'ResponseTooLargeError';
  }
}

/** Collects a response body into memory, up to `maxBytes`; past it the socket is closed. */
export function cappedCollector(maxBytes: number): StreamCollector {
  return async (body: unknown) => {
    if (body instanceof Uint8Array) return body;
    if (!(body instanceof Readable)) return new Uint8Array();
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body) {
      size += (chunk as Buffer).length;
      if (size > maxBytes) {
        body.destroy();
        throw new ResponseTooLargeError(maxBytes);
      }
      chunks.push(chunk as Buffer);
    }
    return Buffer.concat(chunks, size);
  };
}
