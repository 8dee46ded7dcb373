import { type Contract, contract, type OperationId } from '@/lib/contract/contract';
import type { CallInput, Operation, ResponseOf } from '@/lib/contract/operation';
import type { ErrorDetail } from '@/lib/errors/app-error';
import { errorBodySchema } from '@/lib/schemas/common';

/** An answer that is not a success, in the API's own words. `status` 0: no answer at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: ErrorDetail[],
    readonly requestId: string | null,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

export type ClientOptions = {
  /** Origin of the install; empty in the browser. */
  baseUrl?: string;
  token?: string;
  fetch?: typeof fetch;
  timeoutMs?: number;
};

export type ApiClient = {
  call<Id extends OperationId>(
    id: Id,
    input: CallInput<Contract[Id]>,
    options?: { signal?: AbortSignal },
  ): Promise<ResponseOf<Contract[Id]>>;
  /** The raw response of an operation that answers with a file. */
  download<Id extends OperationId>(id: Id, input: CallInput<Contract[Id]>): Promise<Response>;
};

/** Typed by the contract; throws ApiError. Times out after 30 s unless told; never retries a write. */
export function apiClient(options: ClientOptions = {}): ApiClient {
  const send = async (id: OperationId, input: object, signal?: AbortSignal): Promise<Response> => {
    const operation: Operation = contract[id];
    const { body } = input as { body?: unknown };
    const timeout = AbortSignal.timeout(options.timeoutMs ?? 30_000);
    let response: Response;
    try {
      response = await (options.fetch ?? fetch)(`${options.baseUrl ?? ''}${operationUrl(id, input)}`, {
        method: operation.method.toUpperCase(),
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
        },
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw new ApiError(0, 'unreachable', 'Mooring did not answer. Check the connection and try again.', [], null);
    }
    if (!response.ok) throw await refusal(response);
    return response;
  };
  return {
    async call(id, input, callOptions) {
      const response = await send(id, input as object, callOptions?.signal);
      return (response.status === 204 ? undefined : await response.json()) as never;
    },
    download: (id, input) => send(id, input as object),
  };
}

/** Path and query of an operation, for links, downloads and event streams. */
export function operationUrl(id: OperationId, input: object): string {
  const operation: Operation = contract[id];
  const { params = {}, query = {} } = input as { params?: Record<string, string>; query?: Record<string, unknown> };
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(key, String(one));
  }
  return `/api/v1${path}${search.size > 0 ? `?${search}` : ''}`;
}

async function refusal(response: Response): Promise<ApiError> {
  const parsed = errorBodySchema.safeParse(await response.json().catch(() => null));
  if (!parsed.success) {
    return new ApiError(
      response.status,
      'unreadable',
      `Mooring answered ${response.status} without saying why.`,
      [],
      null,
    );
  }
  const { code, message, details, requestId } = parsed.data.error;
  return new ApiError(response.status, code, message, details, requestId);
}
