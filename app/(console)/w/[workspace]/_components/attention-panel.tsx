'use client';
import { CircleCheck, CircleDashed, type LucideIcon, OctagonAlert, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Icon } from '@/components/ui/icon';
import { linkClass } from '@/components/ui/link-class';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import type { Tone } from '@/components/ui/tone';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { Overview } from '@/lib/schemas/inventory';
import { useWorkspaceId } from '../../../_components/session';

type Attention = Overview['attention'][number];

const LOOK = {
  danger: { tone: 'danger', icon: OctagonAlert, word: 'Danger' },
  warn: { tone: 'warn', icon: TriangleAlert, word: 'Warning' },
  info: { tone: 'info', icon: CircleDashed, word: 'To do' },
} as const satisfies Record<Attention['severity'], { tone: Tone; icon: LucideIcon; word: string }>;

const ORDER = ['danger', 'warn', 'info'] as const satisfies Attention['severity'][];
/** As many as leave the figures in sight. */
const FIRST = 7;

const HREF = {
  integration: (workspace, id) => (id ? paths.integration(workspace, id) : paths.integrations(workspace)),
  integration_draft: (workspace, id) => (id ? paths.connect(workspace, id, 'apply') : paths.integrations(workspace)),
  finding: (workspace, id) => paths.findings(workspace, id === null ? {} : { finding: id }),
  // The id is the rule.
  findings: (workspace, id) => paths.findings(workspace, id === null ? {} : { rule: id }),
} satisfies Record<Attention['link']['kind'], (workspace: string, id: string | null) => string>;

/** What needs a person, the worst first, each with its evidence, since when, and where to act. */
export function AttentionPanel({ attention }: { attention: readonly Attention[] }) {
  const [all, setAll] = useState(false);
  const worstFirst = [...attention].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  const shown = all ? worstFirst : worstFirst.slice(0, FIRST);
  return (
    <Panel
      title="Needs attention"
      fact={factOf(attention)}
      flush
      footer={
        attention.length > FIRST ? (
          <button type="button" aria-expanded={all} onClick={() => setAll(!all)} className={linkClass}>
            {all ? 'Show the first' : `Show all ${attention.length}`}
          </button>
        ) : null
      }
    >
      {attention.length === 0 ? (
        <EmptyState icon={CircleCheck} title="Nothing needs attention">
          No finding is open that is more than low, no scan is denied, every integration works.
        </EmptyState>
      ) : (
        <ul className="rows">
          {shown.map((item) => (
            <AttentionRow key={item.key} item={item} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function AttentionRow({ item }: { item: Attention }) {
  const workspace = useWorkspaceId();
  const { tone, icon, word } = LOOK[item.severity];
  return (
    <li
      data-tone={tone}
      className="flex flex-wrap items-start gap-x-3 gap-y-2 px-3 py-2.5 md:flex-nowrap md:items-center md:px-4"
    >
      <Icon as={icon} className="mt-0.5 text-tone-text md:mt-0" />
      <div className="min-w-0 flex-1 basis-[calc(100%-28px)] [overflow-wrap:anywhere] md:basis-0">
        <p className="font-medium">
          <span className="sr-only">{word}: </span>
          {item.title}
        </p>
        <p className="text-fg-2">{item.text}</p>
      </div>
      <span className="mr-auto ml-7 self-center text-12 whitespace-nowrap text-fg-3 md:mr-0 md:ml-0">
        {item.since ? <Time at={item.since} /> : null}
      </span>
      <Link
        href={HREF[item.link.kind](workspace, item.link.id)}
        className={buttonClass({ size: 'sm', className: 'md:min-w-[104px]' })}
      >
        {item.action}
        <span className="sr-only">: {item.title}</span>
      </Link>
    </li>
  );
}

function factOf(attention: readonly Attention[]): string | null {
  if (attention.length === 0) return null;
  const findings = plural(attention.length, 'item');
  return attention.some(({ severity }) => severity === 'danger')
    ? `${findings}, what an attacker could reach first on top`
    : findings;
}
