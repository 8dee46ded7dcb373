import type { z } from 'zod';
import { absoluteUtc } from '@/lib/format/time';
import type { resourceVersionSchema } from '@/lib/schemas/inventory';
import { operationCommand } from '../generate/command';
import type { Paint } from '../output/paint';
import { plain } from '../output/plain';
import { csvValue } from '../output/rows';
import { isObject } from '../output/value';
import { runOf } from '../run/context';
import { pagesOf } from '../run/list';
import { ready, runOperation } from '../run/operation';
import type { HandVerb } from '../verb';

type Version = z.output<typeof resourceVersionSchema>;

export const resourcesVersions: HandVerb = {
  noun: 'resources',
  verb: 'versions',
  replaces: 'resources.versions',
  add: (parent, shell, trace) => {
    const id = 'resources.versions';
    const command = operationCommand(parent, shell, trace, id, async (of, given) => {
      const run = runOf(shell, of, trace);
      if (!run.options.diff || run.printer.format !== 'table') return runOperation(run, trace, id, given);
      const call = { ...(await ready(run, trace, id, given)), id } as const;
      for await (const { items, answer } of pagesOf(call, 'versions', run.options.all === true)) {
        for (const version of items as readonly unknown[])
          await run.printer.print(`${versionLines(version as Version, run.printer.table.paint).join('\n')}\n\n`);
        if (!run.options.all && answer.nextPageToken)
          run.printer.note('There is more: --all, or a larger --page-size.');
      }
    });
    return command.option('--diff', 'What changed in each version, line by line, instead of a table.');
  },
};

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;
const COLOURS = { added: 'green', removed: 'red', changed: 'yellow' } as const;

/** A version for people: what brought it and when, then each difference. */
export function versionLines(version: Version, paint: Paint): string[] {
  const by = [...new Set(version.causes.map(causeWords))].join(', ');
  const between = version.seenAfter ? `, not before ${absoluteUtc(version.seenAfter)}` : '';
  const head = `${paint('bold', `version ${version.version}`)}  ${version.kind}  ${absoluteUtc(version.seenAt)}${between}${by ? `  by ${by}` : ''}`;
  const lines = version.changes.flatMap(({ kind, path, before, after }) => {
    const sign = paint(COLOURS[kind], `${SIGNS[kind]} ${plain(path)}`);
    if (kind === 'added') return [`  ${sign}: ${valueText(after)}`];
    if (kind === 'removed') return [`  ${sign}: ${valueText(before)}`];
    return [
      `  ${sign}`,
      `      ${paint('red', `- ${valueText(before)}`)}`,
      `      ${paint('green', `+ ${valueText(after)}`)}`,
    ];
  });
  return [head, ...lines];
}

/** `scan 01a1…`, `ada with PutBucketTagging`: an event's detail is JSON of its time, so nothing in it is sure to be there. */
function causeWords({ kind, scanId, detail }: Version['causes'][number]): string {
  if (kind === 'scan') return `scan ${scanId ?? ''}`.trim();
  const principal = isObject(detail.principal) ? detail.principal : {};
  const [who, what] = [principal.label ?? principal.arn, detail.name].map((one) =>
    typeof one === 'string' ? one : '',
  );
  return plain(`${who || 'somebody not known'}${what ? ` with ${what}` : ''}`);
}

const valueText = (value: unknown) => plain(String(csvValue(value) ?? 'null'));
