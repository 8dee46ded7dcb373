'use client';
import { X } from 'lucide-react';
import type { JsonValue } from '@/components/code/json-tree';
import { JsonView } from '@/components/code/json-view';
import { CopyButton } from '@/components/ui/copy-button';
import { DefinitionList } from '@/components/ui/definition-list';
import { IconButton } from '@/components/ui/icon-button';
import { Sheet } from '@/components/ui/sheet';
import { absoluteUtc } from '@/lib/format/time';
import type { AuditEntry } from '@/lib/schemas/workspace';
import { actionWords } from './actions';
import { actorText } from './audit-columns';

/** One line of the log whole: what it says, what came with it, and its place in the chain. */
export function AuditSheet({ entry, onClose }: { entry: AuditEntry | null; onClose: () => void }) {
  if (!entry) return null;
  const { action, at, target, ipAddress, requestId, sealed, detail } = entry;
  return (
    <Sheet
      open
      onOpenChange={onClose}
      side="right"
      label="Audit entry"
      className="w-[calc(100vw-24px)] max-w-128 bg-surface p-4 md:p-5"
    >
      <div className="mb-4 flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h2 className="text-16">{actionWords(action)}</h2>
          <p className="mono text-fg-3">{action}</p>
        </div>
        <IconButton label="Close" icon={X} size="sm" tooltip={false} onClick={onClose} />
      </div>
      <div className="grid gap-5">
        <DefinitionList
          items={[
            { term: 'When', value: absoluteUtc(at, { millis: true }) },
            { term: 'Who', value: actorText(entry), wrap: true },
            { term: 'Target', value: `${target.label} (${target.kind.replaceAll('_', ' ')})`, wrap: true },
            { term: 'Target id', value: <Copied label="target id" text={target.id} />, mono: true },
            { term: 'Address', value: ipAddress ?? 'not known', mono: ipAddress !== null },
            { term: 'Request', value: <Copied label="request id" text={requestId} />, mono: true },
          ]}
        />
        <section className="grid gap-2">
          <h3>Seal</h3>
          {sealed ? (
            <DefinitionList
              items={[
                { term: 'Sequence', value: sealed.sequence },
                { term: 'Hash', value: <Copied label="hash" text={sealed.hash} />, mono: true },
              ]}
            />
          ) : (
            <p className="text-fg-2">Not linked into the chain yet. The sealer does it within seconds.</p>
          )}
        </section>
        <section className="grid gap-2">
          <h3>Detail</h3>
          {Object.keys(detail).length > 0 ? (
            <JsonView label="Detail" value={detail as JsonValue} depth={3} />
          ) : (
            <p className="text-fg-2">None.</p>
          )}
        </section>
      </div>
    </Sheet>
  );
}

function Copied({ label, text }: { label: string; text: string }) {
  return (
    <span className="flex max-w-full items-center gap-1" title={text}>
      <span className="min-w-0 truncate">{text}</span>
      <CopyButton text={text} label={`Copy ${label}`} size="xs" intent="ghost" />
    </span>
  );
}
