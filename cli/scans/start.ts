import type { Scan } from '@/lib/schemas/scan';
import { operationCommand } from '../generate/command';
import { runOf } from '../run/context';
import { ready, runOperation } from '../run/operation';
import type { HandVerb } from '../verb';
import { watchScan } from './watch';

export const scansStart: HandVerb = {
  noun: 'scans',
  verb: 'start',
  replaces: 'scans.start',
  add: (parent, shell, trace) => {
    const command = operationCommand(parent, shell, trace, 'scans.start', async (of, given) => {
      const run = runOf(shell, of, trace);
      if (!run.options.watch) return runOperation(run, trace, 'scans.start', given);
      const { connection, input } = await ready(run, trace, 'scans.start', given);
      const scan: Scan = await connection.client.call('scans.start', input as never);
      await watchScan(run, connection, { workspaceId: input.params.workspaceId ?? '', scanId: scan.id });
    });
    return command.option('--watch', 'Follow it until it has ended, as scans watch does.');
  },
};
