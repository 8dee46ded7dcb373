import type { Command } from 'commander';
import { type Format, type Printer, printerFor } from '../output/printer';
import { type Connection, connect } from '../session/connection';
import type { Shell } from '../shell';

/** Options of every command, as commander collects them. */
export type GlobalOptions = {
  url?: string;
  workspace?: string;
  output: Format;
  color: boolean;
  debug: boolean;
  timeout: number;
};

/** What an action has in hand. */
export type Run = {
  shell: Shell;
  options: GlobalOptions & Readonly<Record<string, unknown>>;
  printer: Printer;
  /** Whether --output was written: a file's own format gives way to it. */
  outputChosen: boolean;
  /** Reads the configuration when first asked. Throws when no install is known. */
  connection(): Promise<Connection>;
};

/** Told to the caller of a run, so that an error can be explained with it. */
export type Trace = { connection: Connection | null; query?: string; colour: boolean };

export function runOf(shell: Shell, command: Command, trace: Trace): Run {
  const options = command.optsWithGlobals<Run['options']>();
  let known: Promise<Connection> | undefined;
  trace.colour = options.color;
  return {
    shell,
    options,
    printer: printerFor(shell, { format: options.output, colour: options.color }),
    outputChosen: command.getOptionValueSourceWithGlobals('output') === 'cli',
    connection() {
      known ??= connect(shell, options).then((connection) => {
        trace.connection = connection;
        return connection;
      });
      return known;
    },
  };
}
