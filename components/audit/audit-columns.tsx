import type { Column, NarrowRow } from '@/components/table/types';
import { Time } from '@/components/ui/time';
import type { AuditEntry } from '@/lib/schemas/workspace';
import { actionWords } from './actions';

/** Who is no person has its kind beside its name: a token, the system. */
export function actorText({ actor }: AuditEntry): string {
  if (actor.kind === 'user' || actor.label.startsWith(actor.kind)) return actor.label;
  return actor.label === '' ? actor.kind : `${actor.label} (${actor.kind})`;
}

/** Nothing where the target is who did it. */
export function targetText({ actor, target }: AuditEntry): string {
  return target.id === actor.id ? '' : target.label || target.id;
}

export function auditColumns(onOpen: (entry: AuditEntry) => void): Column<AuditEntry>[] {
  return [
    { id: 'when', header: 'When', width: '116px', cell: ({ at }) => <Time at={at} /> },
    { id: 'who', header: 'Who', width: '24%', text: actorText, cell: actorText },
    {
      id: 'action',
      header: 'What',
      width: '28%',
      text: ({ action }) => action,
      cell: (entry) => (
        <button
          type="button"
          className="max-w-full truncate text-left font-medium text-fg hover:underline"
          onClick={() => onOpen(entry)}
        >
          {actionWords(entry.action)}
        </button>
      ),
    },
    { id: 'target', header: 'Target', width: '24%', text: targetText, cell: (entry) => targetText(entry) || '—' },
    { id: 'address', header: 'Address', kind: 'mono', width: '130px', cell: ({ ipAddress }) => ipAddress ?? '—' },
    {
      id: 'seal',
      header: 'Seal',
      kind: 'number',
      width: '84px',
      cell: ({ sealed }) => (sealed ? `#${sealed.sequence}` : 'waits'),
    },
  ];
}

export function narrowAudit(onOpen: (entry: AuditEntry) => void) {
  return (entry: AuditEntry): NarrowRow => ({
    title: (
      <button type="button" className="max-w-full truncate text-left hover:underline" onClick={() => onOpen(entry)}>
        {actionWords(entry.action)}
      </button>
    ),
    meta: <Time at={entry.at} />,
    detail: [actorText(entry), targetText(entry)].filter(Boolean).join(', '),
  });
}
