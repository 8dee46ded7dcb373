import Link from 'next/link';
import { KeyAges } from '@/components/charts/key-ages';
import { type KeySummary, keyAgeBins } from '@/components/resource/key-age-bins';
import { count } from '@/lib/format/number';
import { paths } from '@/lib/paths';

/** The ages of all active keys as a picture, and the three figures that decide what to do next. */
export function KeyAgesFigure({ summary, workspace }: { summary: KeySummary; workspace: string }) {
  const { active, total, pastLimit, neverUsed, limitDays } = summary;
  const link = (href: string, text: string, value: number) => (
    <div className="flex items-baseline justify-between gap-3">
      <dt>
        <Link href={href} className="text-fg-2 hover:text-fg hover:underline">
          {text}
        </Link>
      </dt>
      <dd className="tabular-nums">{count(value)}</dd>
    </div>
  );
  return (
    <div className="grid gap-6 md:grid-cols-[minmax(0,1fr)_168px]">
      <KeyAges bins={keyAgeBins(summary)} limitLabel={`rotate within ${limitDays} days`} />
      <div className="grid content-start gap-3 border-line md:border-l md:pl-6">
        <div>
          <div className="text-12 text-fg-3">Active keys</div>
          <div className="flex items-baseline gap-2">
            <b className="text-26 font-semibold tracking-[-0.02em] tabular-nums">{count(active)}</b>
            {total > active ? <span className="text-12 text-fg-3">of {count(total)}</span> : null}
          </div>
        </div>
        <dl className="grid gap-1 text-12">
          {link(paths.accessKeys(workspace, { age: 'over_90', status: 'Active' }), `Past ${limitDays} days`, pastLimit)}
          {link(paths.accessKeys(workspace, { used: 'never', status: 'Active' }), 'Never used', neverUsed)}
          {link(paths.accessKeys(workspace, { status: 'Inactive' }), 'Inactive', total - active)}
        </dl>
      </div>
    </div>
  );
}
