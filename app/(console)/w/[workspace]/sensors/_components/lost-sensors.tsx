import { Panel } from '@/components/ui/panel';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import { plural } from '@/lib/format/number';
import type { Sensor } from './sensor-panel';

/** Sensors whose heartbeat stopped and that hold nothing any more: one line each, until they are forgotten. */
export function LostSensors({ sensors }: { sensors: readonly Sensor[] }) {
  if (sensors.length === 0) return null;
  return (
    <Panel
      title="Lost"
      fact={plural(sensors.length, 'sensor')}
      flush
      footer="Their heartbeat stopped without a goodbye. What they held was taken over, so nothing is missing."
    >
      <ul className="rows">
        {sensors.map(({ id, hostname, pid, version, startedAt, heartbeatAt }) => (
          <li key={id} className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-0.5 px-3 py-1.5 md:px-4">
            <span className="mono font-medium">{hostname}</span>
            <span className="text-12 text-fg-3">
              version {version}, process {pid}, started <Time at={startedAt} />
            </span>
            <span className="flex items-center gap-2 text-12 text-fg-3 md:ml-auto">
              heartbeat <Time at={heartbeatAt} />
              <StateWord state="failed" look="plain">
                lost
              </StateWord>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
