import { dropReason } from '../drop';
import { mapEvent } from '../map';
import { parseRecord, type TrailRecord } from '../record';

const COLUMNS = ['events', 'readOnly', 'failed', 'other', 'kept', 'mapped', 'noReference', 'noCollector'] as const;
type Tally = Record<(typeof COLUMNS)[number], number>;

/** What became of each event, and the names of those that touched nothing we can name. */
export type Outcome = {
  notRecords: number;
  total: Tally;
  services: Map<string, Tally>;
  noReference: TrailRecord[];
  noCollector: TrailRecord[];
};

const nothing = (): Tally => Object.fromEntries(COLUMNS.map((column) => [column, 0])) as Tally;

/** Every event through parseRecord, dropReason and mapEvent; kept = mapped + noReference + noCollector. */
export function tallied(events: readonly unknown[]): Outcome {
  const outcome: Outcome = { notRecords: 0, total: nothing(), services: new Map(), noReference: [], noCollector: [] };
  for (const value of events) {
    const record = parseRecord(value);
    if (record === null) {
      outcome.notRecords += 1;
      continue;
    }
    const service = record.eventSource.replace('.amazonaws.com', '');
    const tally = outcome.services.get(service) ?? nothing();
    outcome.services.set(service, tally);
    for (const column of columnsOf(record, outcome)) {
      tally[column] += 1;
      outcome.total[column] += 1;
    }
  }
  return outcome;
}

function columnsOf(record: TrailRecord, outcome: Outcome): (keyof Tally)[] {
  const dropped = dropReason(record);
  if (dropped !== null) return ['events', dropped === 'readOnly' || dropped === 'failed' ? dropped : 'other'];
  const { reason } = mapEvent(record);
  if (reason !== undefined) outcome[reason].push(record);
  return ['events', 'kept', reason ?? 'mapped'];
}

/** The table as Markdown, services with most events first. */
export function tallyTable({ services, total }: Outcome): string {
  const line = (name: string, tally: Tally) => `| ${name} | ${COLUMNS.map((column) => tally[column]).join(' | ')} |`;
  return [
    `| service | ${COLUMNS.join(' | ')} |`,
    `|---|${COLUMNS.map(() => '---:|').join('')}`,
    line('all', total),
    ...[...services].sort(([, a], [, b]) => b.events - a.events).map(([name, tally]) => line(name, tally)),
  ].join('\n');
}
