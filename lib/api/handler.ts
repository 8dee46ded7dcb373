import type { HandlerInput, Operation, ResponseOf } from '@/lib/contract/operation';
import type { JsonText } from '@/lib/format/json-text';
import type { ServiceContext, WorkspaceContext } from '@/lib/services/context';

/** A file or a stream of text as an answer. `fileName` goes into Content-Disposition. */
export type FileAnswer = { fileName: string; body: Uint8Array | string | AsyncIterable<string> };

/** `signal` aborts when the caller hangs up. */
type WithSignal = { signal: AbortSignal };

export type ContextOf<O extends Operation> = (O['path'] extends `/workspaces/{workspaceId}${string}`
  ? WorkspaceContext
  : ServiceContext) &
  WithSignal;

type OutputOf<O extends Operation> = O extends { produces: 'event-stream' }
  ? AsyncIterable<ResponseOf<O> | JsonText<ResponseOf<O>>>
  : O extends { produces: 'zip' | 'yaml' | 'csv-or-json' }
    ? FileAnswer
    : O extends { status: 204 }
      ? unknown
      : ResponseOf<O> | JsonText<ResponseOf<O>>;

export type Handler<O extends Operation> = (context: ContextOf<O>, input: HandlerInput<O>) => Promise<OutputOf<O>>;

/** One handler for each operation of a group: a missing one does not compile. */
export type HandlersOf<Group extends Record<string, Operation>> = { [Id in keyof Group]: Handler<Group[Id]> };
