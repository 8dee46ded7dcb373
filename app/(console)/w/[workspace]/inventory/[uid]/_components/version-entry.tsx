'use client';
import { CirclePlus, type LucideIcon, Pencil, RotateCcw, Trash2 } from 'lucide-react';
import Link from 'next/link';
import type { z } from 'zod';
import { DiffView } from '@/components/code/diff-view';
import { isObject } from '@/components/resource/json';
import { Icon } from '@/components/ui/icon';
import { inlineLinkClass } from '@/components/ui/link-class';
import { Time } from '@/components/ui/time';
import { plural } from '@/lib/format/number';
import { absoluteUtc } from '@/lib/format/time';
import { paths } from '@/lib/paths';
import type { resourceVersionSchema } from '@/lib/schemas/inventory';
import { useWorkspaceId } from '../../../../../_components/session';
import { attributeWord, topOf } from './attribute-words';
import { VersionCause } from './version-cause';

export type Version = z.infer<typeof resourceVersionSchema>;

const KIND = {
  created: { icon: CirclePlus, title: 'First seen' },
  changed: { icon: Pencil, title: 'Changed' },
  deleted: { icon: Trash2, title: 'Deleted' },
  recreated: { icon: RotateCcw, title: 'Made again' },
} as const satisfies Record<Version['kind'], { icon: LucideIcon; title: string }>;

/** One version: what changed, when and how one knows, and the change itself. */
export function VersionEntry({
  uid,
  version,
  before,
  last,
}: {
  uid: string;
  version: Version;
  before: Version | undefined;
  last: boolean;
}) {
  const workspace = useWorkspaceId();
  const { icon } = KIND[version.kind];
  return (
    <li className="relative flex gap-3 pb-5 last:pb-0">
      {last ? null : <span aria-hidden className="absolute top-6 bottom-1 left-[7px] w-px bg-line-strong" />}
      <Icon as={icon} className="mt-0.5 text-fg-3" />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-3">
          <h3 className="min-w-0 [overflow-wrap:anywhere]">{titleOf(version)}</h3>
          <Time at={version.seenAt} className="ml-auto shrink-0 text-12 text-fg-3" />
        </div>
        <div className="text-12 text-fg-2">
          <VersionCause version={version} />
          {version.kind !== 'deleted' ? (
            <>
              {' · '}
              <Link href={paths.resourceAt(workspace, uid, version.seenAt)} className={inlineLinkClass}>
                as it was<span className="sr-only"> at {absoluteUtc(version.seenAt)}</span>
              </Link>
            </>
          ) : null}
        </div>
        <Change version={version} before={before} />
      </div>
    </li>
  );
}

/** "Trust policy changed", "Tag team added", "Attached policies and longest session changed". */
function titleOf({ kind, changes }: Pick<Version, 'kind' | 'changes'>): string {
  if (kind !== 'changed') return KIND[kind].title;
  const [first] = changes;
  const tag = first?.path.match(/^tags\.(.+)$/)?.[1];
  if (first && tag !== undefined && changes.length === 1) return `Tag ${tag} ${first.kind}`;
  const tops = [...new Set(changes.map(({ path }) => topOf(path)))];
  if (tops.length === 0 || tops.length > 3)
    return tops.length === 0 ? 'Changed' : `${plural(tops.length, 'attribute')} changed`;
  if (tops[0]?.startsWith('(')) return 'Order of items changed';
  const words = tops
    .map(attributeWord)
    .map((word, index) => (index === 0 ? word : word.charAt(0).toLowerCase() + word.slice(1)));
  return `${words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : words[0]} changed`;
}

/** The changed attributes of both documents as one text; when the one before is not at hand, path by path. */
function Change({ version, before }: { version: Version; before: Version | undefined }) {
  const { kind, changes, document } = version;
  if (kind === 'deleted' || changes.length === 0) return null;
  const tops = [...new Set(changes.map(({ path }) => topOf(path)))];
  const [was, is] = before
    ? [pick(before.document, tops), pick(document, tops)]
    : [byPath(changes, 'before'), byPath(changes, 'after')];
  return (
    <DiffView
      className="mt-2 max-h-96"
      label={titleOf(version)}
      before={JSON.stringify(was, null, 2)}
      after={JSON.stringify(is, null, 2)}
      context={1}
    />
  );
}

function pick(document: Version['document'], tops: readonly string[]): Record<string, unknown> {
  const attributes = isObject(document.attributes) ? document.attributes : {};
  return Object.fromEntries(
    tops.flatMap((top) => {
      const holder = Object.hasOwn(attributes, top) ? attributes : document;
      return Object.hasOwn(holder, top) ? [[top, holder[top]]] : [];
    }),
  );
}

function byPath(changes: Version['changes'], side: 'before' | 'after'): Record<string, unknown> {
  return Object.fromEntries(
    changes.flatMap((change) => (change[side] === undefined ? [] : [[change.path, change[side]]])),
  );
}
