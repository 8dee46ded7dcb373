import { AsyncLocalStorage } from 'node:async_hooks';
import pino, { type DestinationStream, type Logger } from 'pino';
import { redactText, redactValue } from './log-redact';

export type { Logger } from 'pino';
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What every line of one request or job carries. Ids only. */
export type LogContext = {
  requestId?: string;
  jobId?: string;
  jobName?: string;
  workspaceId?: string;
  attempt?: number;
};

const context = new AsyncLocalStorage<LogContext>();

/** Runs `work` so that every line logged inside it, however deep, carries `ids` (added to those already there). */
export function withLogContext<T>(ids: LogContext, work: () => T): T {
  return context.run({ ...context.getStore(), ...ids }, work);
}

export function currentLogContext(): LogContext {
  return context.getStore() ?? {};
}

/**
 * A logger of JSON lines whose every message, field, binding and error goes through the redactor first:
 * tokens, keys, passwords and control characters never reach `destination` (default: standard output).
 */
export function createLogger(
  options: { level: LogLevel; name: string; now?: () => Date },
  destination?: DestinationStream,
): Logger {
  const now = options.now ?? (() => new Date());
  const logger = pino(
    {
      level: options.level,
      base: { process: options.name },
      timestamp: () => `,"time":"${now().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (redacted) => redacted },
      mixin: () => ({ ...currentLogContext() }),
      hooks: {
        logMethod(args, method) {
          method.apply(this, redactArguments(args) as Parameters<typeof method>);
        },
      },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
  // pino formats a child's bindings without any hook of ours; children inherit this method.
  const child = logger.child;
  logger.child = function redactedChild(this: Logger, bindings: object, options?: object) {
    return child.call(this, redactValue(bindings) as Record<string, unknown>, options);
  } as typeof logger.child;
  return logger;
}

/** An error alone becomes `{ err }` with its message as the line's message, as pino itself does. */
function redactArguments(args: unknown[]): unknown[] {
  const [first, message, ...rest] = args;
  if (first instanceof Error) {
    const text = redactText(String(message ?? first.message));
    return [{ err: redactValue(first) }, text, ...rest.map((item) => redactValue(item))];
  }
  return args.map((item) => redactValue(item));
}
