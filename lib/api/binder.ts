import { createRoute, OpenAPIHono, type RouteConfig } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { contract, type OperationId, operationIds } from '@/lib/contract/contract';
import type { Operation } from '@/lib/contract/operation';
import { AppError } from '@/lib/errors/app-error';
import { errorBodySchema } from '@/lib/schemas/common';
import { authorizeAccess, type ServiceContext } from '@/lib/services/context';
import { answerFile, answerJson, answerStream } from './answer';
import type { ApiDependencies } from './dependencies';
import { errorBody, toAppError } from './errors';
import type { FileAnswer } from './handler';
import { handlers } from './handlers';

const DEFAULT_BODY_BYTES = 64 * 1024;
export type ApiEnv = { Variables: { requestId: string; context: ServiceContext } };
type Api = OpenAPIHono<ApiEnv>;
type Parsed = { params: unknown; query: unknown; body: unknown };
type AnyHandler = (context: unknown, input: Parsed) => Promise<unknown>;

/** Builds the REST API from the contract: routes, validation, OpenAPI; the handlers know no HTTP. */
export function bindApi(dependencies: ApiDependencies): Api {
  const app = new OpenAPIHono<ApiEnv>().basePath('/api/v1') as Api;

  app.use(async (c, next) => {
    const started = performance.now();
    c.set('requestId', uuidv7());
    c.header('X-Request-Id', c.get('requestId'));
    c.header('Cache-Control', 'no-store');
    await next();
    dependencies.observe(c.req.method, c.req.routePath, c.res.status, performance.now() - started);
  });
  app.onError((error, c) => refuse(dependencies, c, error));
  app.notFound((c) =>
    refuse(dependencies, c, new AppError('not_found', 'There is no such operation. See /api/v1/openapi.json.')),
  );

  for (const id of operationIds) bind(app, dependencies, id, contract[id]);
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Mooring', version: dependencies.version, description: 'Connect AWS accounts without keys.' },
    servers: [{ url: '/' }],
    security: [{ apiToken: [] }, { session: [] }],
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiToken', { type: 'http', scheme: 'bearer' });
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'session',
  });
  return app as Api;
}

function bind(app: Api, dependencies: ApiDependencies, id: OperationId, operation: Operation): void {
  const limit = bodyLimit({
    maxSize: operation.maxBodyBytes ?? DEFAULT_BODY_BYTES,
    onError: () => {
      throw new AppError('payload_too_large', 'The body is larger than this operation takes.');
    },
  });
  const honoPath = operation.path.replace(/\{(\w+)\}/g, ':$1');
  // Who asks comes before what is asked: a stranger learns nothing from a refused body.
  const admit: MiddlewareHandler<ApiEnv> = async (c, next) => {
    const workspaceId = operation.path.startsWith('/workspaces/{workspaceId}')
      ? (c.req.param('workspaceId') ?? '')
      : null;
    const context = await dependencies.context(c.req.raw, {
      requestId: c.get('requestId'),
      workspaceId,
      write: operation.method !== 'get',
      access: operation.access,
    });
    authorizeAccess(context, operation.access);
    c.set('context', context);
    await next();
  };
  app.openAPIRegistry.registerPath(routeOf(id, operation));
  app.on(operation.method.toUpperCase(), honoPath, limit, admit, async (c: Context<ApiEnv>) => {
    const input: Parsed = {
      params: operation.params ? parsed('param', operation.params, c.req.param()) : {},
      query: operation.query ? parsed('query', operation.query, queryOf(c)) : {},
      body: operation.body ? parsed('json', operation.body, await bodyOf(c)) : undefined,
    };
    const output = await (handlers[id] as unknown as AnyHandler)(
      { ...c.get('context'), signal: c.req.raw.signal },
      input,
    );
    switch (operation.produces) {
      case undefined:
      case 'json':
        return answerJson(c, operation, output);
      case 'event-stream':
        return answerStream(c, operation, output as AsyncIterable<unknown>);
      default:
        return answerFile(c, operation.produces, output as FileAnswer);
    }
  });
}

function routeOf(id: OperationId, operation: Operation): RouteConfig {
  const error = {
    description: 'What happened and what to do',
    content: { 'application/json': { schema: errorBodySchema } },
  };
  const media =
    operation.produces === 'event-stream'
      ? 'text/event-stream'
      : operation.produces === 'zip'
        ? 'application/zip'
        : operation.produces === 'yaml'
          ? 'application/yaml'
          : operation.produces === 'csv-or-json'
            ? 'text/csv'
            : 'application/json';
  const content = operation.response ? { content: { [media]: { schema: operation.response } } } : {};
  return createRoute({
    operationId: id,
    method: operation.method,
    path: operation.path,
    tags: [operation.tag],
    summary: operation.summary,
    description: [operation.description, accessNote(operation)].filter(Boolean).join('\n\n'),
    security: operation.access === 'public' ? [] : [{ apiToken: [] }, { session: [] }],
    request: {
      ...(operation.params ? { params: operation.params } : {}),
      ...(operation.query ? { query: operation.query } : {}),
      ...(operation.body
        ? { body: { required: true, content: { 'application/json': { schema: operation.body as never } } } }
        : {}),
    },
    responses: {
      [operation.status ?? 200]: { description: operation.summary, ...content },
      400: error,
      ...(operation.access === 'public' ? {} : { 401: error, 403: error }),
      404: error,
      429: error,
    },
  } as RouteConfig) as RouteConfig;
}

function accessNote(operation: Operation): string {
  switch (operation.access) {
    case 'public':
      return 'Needs no sign-in.';
    case 'signed-in':
      return 'Any signed-in user or API token.';
    case 'install':
      return 'Install administrators.';
    default:
      return `Needs the permission \`${operation.access}\`.`;
  }
}

/** Parsed at once and not by Hono's validator, whose asynchronous parse leaves zod's compiled one unused. */
function parsed(target: string, schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const details = result.error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issue.message,
  }));
  const first = details[0];
  const where = first?.path ? `${first.path}: ` : '';
  throw new AppError('invalid_request', `${where}${first?.message ?? `The ${target} is not valid.`}`, { details });
}

/** A parameter that is given several times is a list. */
function queryOf(c: Context): Record<string, string | string[] | undefined> {
  const given = Object.entries(c.req.queries());
  return Object.fromEntries(given.map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
}

/** A body of another Content-Type is an empty object, so that its schema says what is missing. */
async function bodyOf(c: Context): Promise<unknown> {
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(c.req.header('Content-Type') ?? '')) return {};
  try {
    return await c.req.json();
  } catch (cause) {
    throw new AppError('invalid_request', 'The body is not valid JSON, or its Content-Type is not application/json.', {
      cause,
    });
  }
}

function refuse(dependencies: ApiDependencies, c: Context<ApiEnv>, thrown: unknown): Response {
  const requestId: string = c.get('requestId') ?? uuidv7();
  const error = toAppError(thrown);
  dependencies.refused(error, { requestId, method: c.req.method, path: c.req.routePath });
  c.header('Cache-Control', 'no-store');
  if (error.code === 'rate_limited') c.header('Retry-After', '30');
  return c.json(errorBody(error, requestId), error.status as never);
}
