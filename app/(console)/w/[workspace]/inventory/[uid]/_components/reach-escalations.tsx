'use client';
import Link from 'next/link';
import { useState } from 'react';
import { typeNouns } from '@/components/resource/type-nouns';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { inlineLinkClass } from '@/components/ui/link-class';
import { Panel } from '@/components/ui/panel';
import { TONE_ICON } from '@/components/ui/tone';
import { count, plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { BlastRadius } from '@/lib/schemas/reach';
import { useWorkspaceId } from '../../../../../_components/session';
import { Evidence } from './evidence';

type Escalation = BlastRadius['escalations'][number];
/** Who may do everything has all of them: the first few tell enough. */
const FIRST = 5;

/** What lets it become more than it is: the action, why, on how many, and the statement. */
export function Escalations({ reach }: { reach: BlastRadius }) {
  const { escalations } = reach;
  const [all, setAll] = useState(false);
  if (escalations.length === 0) return null;
  return (
    <Panel
      title="What makes it more than it is"
      fact={plural(escalations.length, 'permission')}
      flush
      footer={
        escalations.length > FIRST ? (
          <Button size="sm" onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show all ${count(escalations.length)}`}
          </Button>
        ) : null
      }
    >
      <ul className="rows">
        {(all ? escalations : escalations.slice(0, FIRST)).map((one) => (
          <li
            key={`${one.action} ${one.type}`}
            data-tone={one.verdict === 'allowed' ? 'danger' : 'warn'}
            className="flex flex-wrap items-start gap-x-3 gap-y-1 px-3 py-2 md:flex-nowrap md:px-4"
          >
            <Icon
              as={TONE_ICON[one.verdict === 'allowed' ? 'danger' : 'warn']}
              className="mt-0.5 shrink-0 text-tone-text"
            />
            <div className="min-w-0 flex-1 basis-64 [overflow-wrap:anywhere]">
              <p>
                <span className="mono font-medium">{one.action}</span>
                {one.with ? (
                  <>
                    {' '}
                    with <span className="mono font-medium">{one.with}</span>
                  </>
                ) : null}
                <span className="text-fg-2"> {onWhat(one)}</span>
              </p>
              <p className="text-fg-2">
                {one.why} {one.verdict === 'conditional' ? `It depends on ${one.depends.join(', ')}.` : ''}{' '}
                <Example one={one} />
              </p>
            </div>
            <Evidence reach={reach} by={one.by} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function onWhat({ type, reached, total }: Escalation): string {
  const { noun, nouns } = typeNouns(type);
  if (total === 0) return `on any ${noun}; none is in the inventory`;
  return `on ${count(reached)} of ${plural(total, noun, nouns)}`;
}

function Example({ one }: { one: Escalation }) {
  const workspaceId = useWorkspaceId();
  if (!one.example) return null;
  return (
    <>
      For example{' '}
      <Link href={paths.resource(workspaceId, one.example.uid)} className={inlineLinkClass}>
        {one.example.name}
      </Link>
      .
    </>
  );
}
