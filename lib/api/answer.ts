import { isDeepStrictEqual } from 'node:util';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { z } from 'zod';
import type { Operation, Produces } from '@/lib/contract/operation';
import { AppError } from '@/lib/errors/app-error';
import { JsonText } from '@/lib/format/json-text';
import type { FileAnswer } from './handler';

const HEARTBEAT_MS = 15_000;

/**
 * JSON through the response's schema: what the contract does not name does not leave. Text that was made once goes as it
 * is; of each operation's the first is held against the schema, and then each 100th.
 */
export function answerJson(c: Context, operation: Operation, output: unknown): Response {
  if (operation.status === 204 || !operation.response) return c.body(null, 204);
  if (!(output instanceof JsonText)) return c.json(toWire(operation.response, output), operation.status ?? 200);
  const text = textOf(operation, operation.response, output);
  return c.body(text, operation.status ?? 200, { 'Content-Type': 'application/json' });
}

function textOf(operation: Operation, schema: z.ZodType, output: unknown): string {
  if (!(output instanceof JsonText)) return JSON.stringify(toWire(schema, output));
  const answered = textsAnswered.get(operation) ?? 0;
  textsAnswered.set(operation, answered + 1);
  if (answered % TEXT_CHECK_EVERY === 0) assertWire(schema, output);
  return output.text;
}

const TEXT_CHECK_EVERY = 100;
const textsAnswered = new WeakMap<Operation, number>();

/** Throws when the text is not what the schema would have let through. */
function assertWire(schema: z.ZodType, output: JsonText<unknown>): void {
  const value = output.read();
  if (!isDeepStrictEqual(toWire(schema, value), value)) throw notOfItsSchema('It has what the contract does not name.');
}

/** Server-sent events: each value is one `data:` line; a comment every 15 s keeps proxies from closing. */
export function answerStream(c: Context, operation: Operation, output: AsyncIterable<unknown>): Response {
  const schema = operation.response;
  if (!schema) throw new AppError('internal', 'A stream without a schema.');
  c.header('X-Accel-Buffering', 'no');
  const response = streamSSE(c, async (stream) => {
    const iterator = output[Symbol.asyncIterator]();
    const beat = setInterval(() => void stream.write(': still here\n\n'), HEARTBEAT_MS);
    stream.onAbort(() => void iterator.return?.());
    try {
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        await stream.writeSSE({ data: textOf(operation, schema, next.value) });
      }
      await stream.writeSSE({ event: 'end', data: '' });
    } finally {
      clearInterval(beat);
    }
  });
  response.headers.set('cache-control', 'no-store');
  return response;
}

const CONTENT_TYPES = {
  zip: 'application/zip',
  yaml: 'application/yaml; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
} as const;

export function answerFile(
  c: Context,
  produces: Exclude<Produces, 'json' | 'event-stream'>,
  file: FileAnswer,
): Response {
  const extension = file.fileName.split('.').pop();
  const exported = extension === 'csv' || extension === 'jsonl' ? extension : 'json';
  const type = CONTENT_TYPES[produces === 'csv-or-json' ? exported : produces];
  c.header('Content-Type', type);
  c.header('Content-Disposition', `attachment; filename="${file.fileName.replace(/[^\w.-]/g, '_')}"`);
  if (typeof file.body === 'string') return c.body(file.body);
  if (file.body instanceof Uint8Array) return c.body(new Uint8Array(file.body));
  return c.body(streamOf(file.body));
}

/** Pulled by the reader, so that a slow client holds no more than one part in memory. */
function streamOf(parts: AsyncIterable<string>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const iterator = parts[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

function toWire(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw notOfItsSchema(`${issue?.path.join('.')}: ${issue?.message}`);
}

function notOfItsSchema(why: string): AppError {
  return new AppError('internal', 'The answer was not of its own schema; this is a defect of Mooring.', {
    cause: new Error(why),
  });
}
