import type { IncomingMessage } from 'node:http';
import { AwsError } from './errors';

const MAX_BODY_BYTES = 2 * 1024 * 1024;

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

  headerNames(): string[] {
    return Object.keys(this.message.headers);
  }
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
