import { CommanderError } from 'commander';
import { ApiError } from '@/lib/client/client';
import type { Stopped } from './shell';

/** What the command ends with; also in its help and docs/reference/cli.md. */
export const EXIT = { ok: 0, error: 1, usage: 2, notFound: 3, denied: 4, interrupted: 130 } as const;
export const EXIT_WORDS = {
  ok: 'it worked',
  error: 'it failed: the install did not answer, refused for another reason, or what was watched failed',
  usage: 'the command line or the input is wrong',
  notFound: 'there is no such thing',
  denied: 'not signed in, or not allowed',
  interrupted: 'Ctrl-C',
} as const satisfies Record<keyof typeof EXIT, string>;

/** A refusal by the command itself; `lines` stand below its message. */
export class CliError extends Error {
  constructor(
    message: string,
    readonly kind: Exclude<keyof typeof EXIT, 'ok' | 'interrupted'> = 'error',
    readonly lines: readonly string[] = [],
  ) {
    super(message);
    this.name = 'CliError';
  }
}

export function exitCodeOf(error: unknown, stopped: Stopped['stopped'] | null): number {
  if (stopped) return stopped === 'pipe' ? EXIT.ok : EXIT.interrupted;
  if (error instanceof CliError) return EXIT[error.kind];
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (!(error instanceof ApiError)) return EXIT.error;
  switch (error.status) {
    case 400:
    case 413:
      return EXIT.usage;
    case 401:
    case 403:
      return EXIT.denied;
    case 404:
    case 410:
      return EXIT.notFound;
    default:
      return EXIT.error;
  }
}
