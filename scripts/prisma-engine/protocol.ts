import type { Engine } from './engine';
import { logError } from './log';

type Request = { id: number; method?: string; params: unknown };

const PANIC_EXIT_CODE = 101;

/** Answers JSON-RPC requests, one a line and in order, until `lines` ends. */
export async function serve(engine: Engine, lines: AsyncIterable<string>, write = writeLine): Promise<void> {
  for await (const line of lines) {
    if (!line.trim()) continue;
    const request = JSON.parse(line) as Request;
    if (request.method) await answer(engine, { ...request, method: request.method }, write);
  }
}

async function answer(engine: Engine, request: Request & { method: string }, write: typeof writeLine): Promise<void> {
  const { id, method, params } = request;
  try {
    const result = await engine.call(method, params);
    if (method !== 'diff') return write({ jsonrpc: '2.0', id, result });
    // The native engine hands a diff's script to the CLI by a `print` request of its own.
    if (result.stdout != null) {
      write({ jsonrpc: '2.0', id: 1_000_000 + id, method: 'print', params: { content: result.stdout } });
    }
    write({ jsonrpc: '2.0', id, result: { exitCode: result.exitCode, stdout: null } });
  } catch (error) {
    const panic = engine.panic();
    if (panic !== undefined) {
      logError(panic, { is_panic: true });
      process.exit(PANIC_EXIT_CODE);
    }
    write({ jsonrpc: '2.0', id, error: describeError(error) });
  }
}

/** An error in the shape the CLI reads: Prisma's code is a property, or the first word of the message. */
function describeError(error: unknown) {
  const { message, code, meta } = error as { message: string; code?: string; meta?: unknown };
  const errorCode = code ?? /^P\d{4}/.exec(message)?.[0] ?? null;
  return {
    code: 4466,
    message: 'An error happened. Check the data field for details.',
    data: { is_panic: false, message, meta: meta ?? null, error_code: errorCode },
  };
}

function writeLine(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
