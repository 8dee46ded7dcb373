import { setTimeout as wait } from 'node:timers/promises';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { ApiError } from '@/lib/client/client';
import type { OperationId } from '@/lib/contract/contract';
import { CliError } from '../failure';
import { isObject, type JsonObject } from '../output/value';
import type { Connection } from '../session/connection';

const RECONNECTS = 5;
const PAUSE_MS = 1000;

/**
 * The events of a stream until the server says `end`. Each is the whole state, so a stream that breaks is simply opened
 * again: five times in a row at most. Throws what the API refuses with.
 */
export async function* eventsOf(
  connection: Connection,
  id: OperationId,
  input: object,
  signal: AbortSignal,
): AsyncGenerator<JsonObject> {
  for (let failures = 0; ; ) {
    try {
      const response = await connection.client.download(id, input as never);
      for await (const { event, data } of eventsIn(response)) {
        if (event === 'end') return;
        failures = 0;
        const value: unknown = JSON.parse(data);
        if (isObject(value)) yield value;
      }
    } catch (cause) {
      if (signal.aborted || (cause instanceof ApiError && cause.status !== 0)) throw cause;
    }
    failures += 1;
    if (failures > RECONNECTS) {
      const why = connection.http.lastProblem();
      throw new CliError(
        `The stream broke ${failures} times${why ? ` (${why})` : ''}. What is watched goes on without us.`,
      );
    }
    await wait(PAUSE_MS * failures, undefined, { signal });
  }
}

/** Messages of a text/event-stream; comments that keep it open are dropped. */
async function* eventsIn(response: Response): AsyncGenerator<{ event?: string; data: string }> {
  if (!response.body) return;
  const messages = response.body
    .pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)
    .pipeThrough(new EventSourceParserStream());
  yield* messages;
}
