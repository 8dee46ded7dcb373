import Link from 'next/link';
import { resultWord } from '@/components/event/outcomes';
import { linkClass } from '@/components/ui/link-class';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { EventView } from '@/lib/schemas/event';

/** The resources an event touched, and what it did to each. */
export function Touches({ workspace, touches }: { workspace: string; touches: EventView['touches'] }) {
  return (
    <section aria-label="Effect" className="rounded-2 border border-line">
      <div className="flex min-h-9 items-center gap-2 border-line border-b px-3">
        <h3>Effect</h3>
        <span className="ml-auto text-12 text-fg-3">
          {touches.length === 0 ? 'no resource' : plural(touches.length, 'resource')}
        </span>
      </div>
      {touches.length === 0 ? <p className="px-3 py-2.5 text-fg-2">It touched nothing that is collected.</p> : null}
      <ul className="rows max-h-72 overflow-y-auto">
        {touches.map(({ type, region, ref, result, resourceUid, resourceName, version }) => (
          <li key={`${type} ${region} ${ref}`} className="grid gap-0.5 px-3 py-2">
            <span className="flex min-w-0 items-baseline gap-2">
              {resourceUid ? (
                <Link
                  href={paths.resource(workspace, resourceUid, 'history')}
                  className={`${linkClass} truncate`}
                  title={ref}
                >
                  {resourceName ?? ref}
                </Link>
              ) : (
                <span className="mono truncate" title={ref}>
                  {ref}
                </span>
              )}
              <span className="ml-auto shrink-0 text-12 text-fg-2">
                {resultWord(result)}
                {version === null ? null : `, version ${version}`}
              </span>
            </span>
            <span className="mono truncate text-12 text-fg-3">
              {type} {region}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
