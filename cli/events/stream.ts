import { operationCommand } from '../generate/command';
import { columnsOf } from '../output/columns';
import { type Page, printRows } from '../output/rows';
import { isObject, type JsonObject } from '../output/value';
import { type Run, runOf } from '../run/context';
import { ready } from '../run/operation';
import { eventsOf } from '../run/stream';
import type { HandVerb } from '../verb';

/** A line for each event as it arrives, and again when its outcome is known, until Ctrl-C. */
export const eventsStream: HandVerb = {
  noun: 'events',
  verb: 'stream',
  replaces: 'events.stream',
  add: (parent, shell, trace) => {
    const id = 'events.stream';
    return operationCommand(parent, shell, trace, id, async (of, given) => {
      const run = runOf(shell, of, trace);
      const { connection, input } = await ready(run, trace, id, given);
      const batches = eventsOf(connection, id, input, shell.signal);
      // What has no end cannot be one document.
      const format = run.printer.format === 'json' ? 'jsonl' : run.printer.format;
      const columns = (columnsOf('events.list') ?? []).filter((column) => column !== 'id');
      const options = { key: 'events', columns: format === 'jsonl' ? null : columns, all: true };
      await printRows({ ...run.printer, format }, pagesOf(run, batches), options);
    });
  },
};

/** Batches with something in them: the others say only that the stream lives. */
async function* pagesOf({ printer }: Run, batches: AsyncIterable<JsonObject>): AsyncGenerator<Page> {
  for await (const answer of batches) {
    if (typeof answer.missed === 'number' && answer.missed > 0)
      printer.note(`${answer.missed} more arrived than can be followed: events list has them.`);
    const items = Array.isArray(answer.events) ? answer.events.filter(isObject) : [];
    if (items.length > 0) yield { items, answer };
  }
}
