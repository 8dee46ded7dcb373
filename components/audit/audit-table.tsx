'use client';
import { ScrollText } from 'lucide-react';
import { useState } from 'react';
import { DataTable, type DataTableProps } from '@/components/table/data-table';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import type { AuditEntry } from '@/lib/schemas/workspace';
import { actionWords } from './actions';
import { auditColumns, narrowAudit } from './audit-columns';
import { AuditSheet } from './audit-sheet';

type AuditTableProps = Pick<DataTableProps<AuditEntry>, 'rows' | 'error' | 'page'> & {
  /** Whether filters are on, and how to take them off. */
  filtered: boolean;
  onClear: () => void;
};

/** The log as rows, each of which opens beside the page. */
export function AuditTable({ filtered, onClear, ...table }: AuditTableProps) {
  const [open, setOpen] = useState<AuditEntry | null>(null);
  return (
    <>
      <DataTable
        {...table}
        label="Audit log"
        columns={auditColumns(setOpen)}
        rowKey={({ id }) => id}
        rowLabel={({ action, at }) => `${actionWords(action)}, ${at}`}
        narrow={narrowAudit(setOpen)}
        onOpen={setOpen}
        openKey={open?.id ?? null}
        empty={
          filtered ? (
            <EmptyState title="Nothing matches" action={<Button onClick={onClear}>Show all</Button>}>
              No entry of these days has this actor, action and target.
            </EmptyState>
          ) : (
            <EmptyState icon={ScrollText} title="Nothing was done yet">
              Every change is written here in the same transaction as the change itself.
            </EmptyState>
          )
        }
      />
      <AuditSheet entry={open} onClose={() => setOpen(null)} />
    </>
  );
}
