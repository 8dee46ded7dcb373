'use client';
import { Check, CircleHelp, Minus } from 'lucide-react';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { Tooltip } from '@/components/ui/tooltip';
import { plural } from '@/lib/format/number';
import type { BlastRadius } from '@/lib/schemas/reach';
import { LEVEL, LEVELS, type Verdict } from './reach-words';

type Cell = BlastRadius['services'][number]['levels']['data'];

const MARKS = {
  allowed: { icon: Check, word: 'allowed' },
  conditional: { icon: CircleHelp, word: 'if conditions allow' },
  denied: { icon: Minus, word: 'no' },
} as const satisfies Record<Verdict, object>;

/** Services by level of access: a word in each cell, so that nothing is said by colour or shape alone. */
export function ReachServices({ reach }: { reach: BlastRadius }) {
  const { services } = reach;
  if (services.length === 0) return null;
  return (
    <Panel title="Services" fact={plural(services.length, 'service')} flush>
      <ScrollRegion label="Services by level of access" className="overflow-x-auto">
        <table className="w-full min-w-[640px] table-fixed">
          <caption className="sr-only">What it may do in each service</caption>
          <thead>
            <tr className="h-8 border-line border-b text-left text-12 text-fg-2">
              <th scope="col" className="px-3 font-medium md:px-4">
                Service
              </th>
              {LEVELS.map((level) => (
                <th key={level} scope="col" className="px-3 font-medium">
                  {LEVEL[level].word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {services.map(({ service, levels }) => (
              <tr key={service} className="h-9 border-line border-b last:border-b-0">
                <th scope="row" className="mono truncate px-3 text-left font-normal md:px-4">
                  {service === '*' ? 'all others' : service}
                </th>
                {LEVELS.map((level) => (
                  <td key={level} className="px-3">
                    <Mark cell={levels[level]} strong={level === 'permissions' || level === 'write'} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  );
}

function Mark({ cell, strong }: { cell: Cell; strong: boolean }) {
  if (cell.action === null) return <span className="text-fg-3">—</span>;
  const { icon, word } = MARKS[cell.verdict];
  const why = [
    cell.action.endsWith(':X') || cell.action.endsWith(':DescribeX') ? null : cell.action,
    cell.depends.length > 0 ? `depends on ${cell.depends.join(', ')}` : null,
    cell.partial ? 'on some resources' : null,
  ].filter((part) => part !== null);
  const mark = (
    <span
      data-tone={cell.verdict === 'allowed' && strong ? 'warn' : 'neutral'}
      className={cell.verdict === 'denied' ? 'text-fg-3' : 'text-tone-text'}
    >
      <Icon as={icon} size="sm" className="mr-1.5 inline-block align-middle" />
      {cell.verdict === 'allowed' && cell.partial ? 'on some' : word}
    </span>
  );
  return why.length > 0 && cell.verdict !== 'denied' ? <Tooltip text={why.join('; ')}>{mark}</Tooltip> : mark;
}
