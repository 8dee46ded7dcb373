import type { IncomingMessage } from 'node:http';
import { AwsError } from './errors';

/** An S3 object of the activity that tests and the demo make is far smaller. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** One HTTP request with its body read; header names are lower case, repeated headers joined with a comma. */
export class WireRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly sourceIp: string;

  constructor(
    private readonly message: IncomingMessage,
    readonly body: Buffer,
  ) {
    this.method = message.method ?? 'GET';
    const url = message.url ?? '/';
    const split = url.indexOf('?');
    this.path = split < 0 ? url : url.slice(0, split);
    this.query = split < 0 ? '' : url.slice(split + 1);
    this.sourceIp = (message.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '');
  }

  header(name: string): string | undefined {
    const value = this.message.headers[name];
    return Array.isArray(value) ? value.join(',') : value;
  }

  /** Has the client closed its connection? */
  isGone(): boolean {
    const { destroyed, readableEnded, writableEnded } = this.message.socket;
    // A connection that the client has closed on its side is ended on ours, and destroyed only later.
    return destroyed || readableEnded || writableEnded;
  }

  headerNames(): string[] {
    return Object.keys(this.message.headers);
  }

  /** The body as the caller meant it: `aws-chunked` framing (S3 uploads) taken off. */
  payload(): Buffer {
    const chunked =
      this.header('content-encoding')?.includes('aws-chunked') ||
      this.header('x-amz-content-sha256')?.startsWith('STREAMING-');
    return chunked ? unchunked(this.body) : this.body;
  }
}

/** Chunks are `<hex size>[;chunk-signature=…]CRLF<bytes>CRLF`, the last of size 0, with trailers after it. */
function unchunked(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.subarray(at, end < 0 ? body.length : end).toString('latin1'), 16);
    if (end < 0 || Number.isNaN(size)) throw new AwsError('IncompleteBody', 'The chunked body is malformed.', 400);
    if (size === 0) break;
    parts.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(parts);
}

export async function readRequest(message: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) throw new AwsError('RequestEntityTooLarge', 'The request body is too large.', 413);
    chunks.push(bytes);
  }
  return new WireRequest(message, Buffer.concat(chunks));
}
