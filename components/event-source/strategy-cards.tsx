'use client';
import type { ReactNode } from 'react';
import { STRATEGY_WORD, type StrategyView } from '@/components/event-source/states';
import { Badge } from '@/components/ui/badge';
import { ScrollRegion } from '@/components/ui/scroll-region';

const ROWS = [
  { key: 'transport', label: 'Way' },
  { key: 'latency', label: 'Latency' },
  { key: 'coverage', label: 'Covers' },
  { key: 'cost', label: 'Cost' },
  { key: 'whenToUse', label: 'When to use' },
] as const satisfies { key: keyof StrategyView; label: string }[];

/** The strategies beside each other, one a column; `choose` draws the button under each. */
export function StrategyCards({
  strategies,
  choose,
}: {
  strategies: readonly StrategyView[];
  choose: (strategy: StrategyView) => ReactNode;
}) {
  return (
    <>
      <ScrollRegion label="Strategies compared" className="hidden overflow-x-auto lg:block">
        <table className="w-full min-w-[960px] table-fixed border-collapse text-left align-top">
          <caption className="sr-only">Strategies compared</caption>
          <thead>
            <tr>
              <th scope="col" className="w-[104px] px-4 py-3">
                <span className="sr-only">Property</span>
              </th>
              {strategies.map((one) => (
                <th key={one.strategy} scope="col" className="border-line border-l px-4 py-3 align-top font-normal">
                  <Head strategy={one} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ROWS.map(({ key, label }) => (
              <tr key={key} className="border-line border-t">
                <th scope="row" className="px-4 py-3 align-top text-12 font-medium text-fg-3">
                  {label}
                </th>
                {strategies.map((one) => (
                  <td key={one.strategy} className="border-line border-l px-4 py-3 align-top text-fg-2">
                    {one[key]}
                  </td>
                ))}
              </tr>
            ))}
            <tr className="border-line border-t">
              <th scope="row" className="px-4 py-3">
                <span className="sr-only">Choose</span>
              </th>
              {strategies.map((one) => (
                <td key={one.strategy} className="border-line border-l px-4 py-3">
                  {choose(one)}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </ScrollRegion>
      <ul className="rows lg:hidden">
        {strategies.map((one) => (
          <li key={one.strategy} className="grid gap-3 px-3 py-4 md:px-4">
            <Head strategy={one} />
            <dl className="grid gap-x-4 gap-y-1.5 md:grid-cols-[104px_minmax(0,1fr)]">
              {ROWS.map(({ key, label }) => (
                <div key={key} className="md:contents">
                  <dt className="text-12 text-fg-3">{label}</dt>
                  <dd className="text-fg-2">{one[key]}</dd>
                </div>
              ))}
            </dl>
            <div>{choose(one)}</div>
          </li>
        ))}
      </ul>
    </>
  );
}

function Head({ strategy: { strategy, title, summary, recommended } }: { strategy: StrategyView }) {
  return (
    <div className="grid gap-1">
      <span className="flex flex-wrap items-center gap-2">
        <span className="text-14 font-semibold">{title}</span>
        {recommended ? <Badge tone="accent">recommended</Badge> : null}
      </span>
      <span className="mono text-fg-3" title={STRATEGY_WORD[strategy]}>
        {strategy}
      </span>
      <span className="text-fg-2">{summary}</span>
    </div>
  );
}
