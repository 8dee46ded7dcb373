import type { z } from 'zod';
import type { Permission } from '@/lib/schemas/permission';

/**
 * Who may call an operation:
 * - `public`: anyone; it must not tell who exists. `signed-in`: any user or token.
 * - `install`: install administrators. A permission: members whose role in `{workspaceId}` holds it.
 */
export type Access = 'public' | 'signed-in' | 'install' | Permission;

/** What an operation answers with when it is not one JSON document. */
export type Produces = 'json' | 'event-stream' | 'zip' | 'yaml' | 'csv-or-json';

/** One operation of the API as pure data: REST, OpenAPI, client, CLI help and docs are made from it. */
export type Operation = {
  method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** Below /api/v1; parameters as {name}. */
  path: string;
  access: Access;
  tag: string;
  summary: string;
  description?: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Absent for an operation that answers 204. For an event stream: the schema of one event's data. */
  response?: z.ZodType;
  status?: 200 | 201 | 202 | 204;
  produces?: Produces;
  /** Most bytes a body may have; 64 KiB unless told. */
  maxBodyBytes?: number;
};

type Part<O, K extends string, Missing> = O extends { [key in K]: infer S extends z.ZodType } ? z.output<S> : Missing;
type InPart<O, K extends string> = O extends { [key in K]: infer S extends z.ZodType } ? z.input<S> : unknown;

/** What a handler gets: parsed params, query and body. */
export type HandlerInput<O extends Operation> = {
  params: Part<O, 'params', Record<string, never>>;
  query: Part<O, 'query', Record<string, never>>;
  body: Part<O, 'body', undefined>;
};

/** What a caller of the client passes, one flat object a part. */
export type CallInput<O extends Operation> = (O extends { params: z.ZodType }
  ? { params: InPart<O, 'params'> }
  : unknown) &
  (O extends { query: z.ZodType } ? { query?: InPart<O, 'query'> } : unknown) &
  (O extends { body: z.ZodType } ? { body: InPart<O, 'body'> } : unknown);

export type ResponseOf<O extends Operation> = Part<O, 'response', undefined>;
