import type { Command } from 'commander';
import type { OperationId } from '@/lib/contract/contract';
import type { Trace } from './run/context';
import type { Shell } from './shell';

/** A command written by hand. */
export type HandVerb = {
  /** Null: it stands at the top, `mooring login`. */
  noun: string | null;
  verb: string;
  /** The operation whose generated command it takes the place of. */
  replaces?: OperationId;
  /** Adds itself below `parent`. */
  add(parent: Command, shell: Shell, trace: Trace): Command;
};
