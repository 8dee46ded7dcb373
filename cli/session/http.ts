import { setTimeout as wait } from 'node:timers/promises';
import type { Output } from '../shell';

const RETRIED = [429, 502, 503, 504];
const ATTEMPTS = 3;
const LONGEST_WAIT_MS = 30_000;

export type HttpOptions = {
  fetch: typeof fetch;
  /** Longest silence: until the answer begins, and between two parts of it. */
  timeoutMs: number;
  signal: AbortSignal;
  stderr: Output;
  debug: boolean;
};
export type Http = { fetch: typeof fetch; lastProblem: () => string | null };

/**
 * A fetch for the API's client: reads are tried three times, writes once; what stays silent is given up. `lastProblem`
 * says why there was no answer, for which the client knows no words.
 */
export function httpFor(options: HttpOptions): Http {
  let problem: string | null = null;
  const once = async (input: URL | string, init: RequestInit): Promise<Response> => {
    const began = performance.now();
    const target = `${init.method ?? 'GET'} ${pathOf(input)}`;
    try {
      const response = await guarded(options, input, init);
      debug(options, `${target} ${response.status} ${since(began)}${requestId(response)}`);
      if (response.status < 300 || response.status >= 400) return response;
      throw new Error(`it points to ${response.headers.get('location') ?? 'another place'}: log in with that URL`);
    } catch (cause) {
      problem = reason(cause);
      debug(options, `${target} failed after ${since(began)}: ${problem}`);
      throw cause;
    }
  };
  const send: typeof fetch = async (input, init = {}) => {
    const target = input instanceof Request ? input.url : input;
    for (let attempt = 1; ; attempt += 1) {
      const last = attempt === ATTEMPTS || (init.method ?? 'GET') !== 'GET';
      const answer = await once(target, init).catch((cause: unknown) => {
        if (last || options.signal.aborted) throw cause;
        return null;
      });
      if (answer && (last || !RETRIED.includes(answer.status))) return answer;
      const pause = waitAfter(answer, attempt);
      await answer?.body?.cancel();
      debug(options, `trying again in ${Math.round(pause)} ms`);
      await wait(pause, undefined, { signal: options.signal });
    }
  };
  return { fetch: send, lastProblem: () => problem };
}

/**
 * Aborts when nothing came for the time-out: no head, or no further part. The caller's own signal is left out: combined
 * signals hold their request as long as the longest of them lives, and a list of a million rows makes 5,000 requests.
 */
async function guarded(options: HttpOptions, input: URL | string, init: RequestInit): Promise<Response> {
  const stop = new AbortController();
  const leave = () => stop.abort(options.signal.reason);
  const listen = () =>
    setTimeout(() => stop.abort(new Error(`nothing came for ${options.timeoutMs / 1000} s`)), options.timeoutMs);
  let timer = listen();
  const heard = () => {
    clearTimeout(timer);
    timer = listen();
  };
  const done = () => {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', leave);
  };
  options.signal.addEventListener('abort', leave, { once: true });
  stop.signal.addEventListener('abort', done, { once: true });
  try {
    options.signal.throwIfAborted();
    const response = await options.fetch(input, { ...init, signal: stop.signal, redirect: 'manual' });
    heard();
    if (!response.body) {
      done();
      return response;
    }
    const parts = new TransformStream<Uint8Array, Uint8Array>({
      transform(part, controller) {
        heard();
        controller.enqueue(part);
      },
      flush: done,
    });
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(parts), { status, statusText, headers });
  } catch (cause) {
    done();
    throw cause;
  }
}

/** As long as the install asks for, at most 30 s; else a quarter of a second, then one. */
function waitAfter(answer: Response | null, attempt: number): number {
  const asked = Number(answer?.headers.get('retry-after') ?? Number.NaN);
  if (asked >= 0) return Math.min(asked * 1000, LONGEST_WAIT_MS);
  return 250 * 4 ** (attempt - 1) * (0.75 + Math.random() / 2);
}

/** The innermost words: undici says "fetch failed" and keeps the reason in its cause. */
export function reason(thrown: unknown): string {
  let error = thrown;
  while (error instanceof Error && error.cause instanceof Error) error = error.cause;
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return reason(error.errors[0]);
  return error.message || error.name;
}

function debug(options: HttpOptions, text: string): void {
  if (options.debug) options.stderr.write(`debug: ${text}\n`);
}

const since = (began: number) => `${Math.round(performance.now() - began)} ms`;
const requestId = (response: Response) => {
  const id = response.headers.get('x-request-id');
  return id ? ` (request ${id})` : '';
};
function pathOf(input: URL | string): string {
  const url = new URL(input);
  return `${url.pathname}${url.search}`;
}
