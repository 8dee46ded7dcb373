'use client';
import { useQuery } from '@tanstack/react-query';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { read } from '@/lib/client/queries';
import { paths } from '@/lib/paths';
import { errorOf } from '../../../_components/error-of';
import { LoadingPanel } from '../../../_components/loading-panel';
import { useSession } from '../../../_components/session';
import { LostSensors } from './_components/lost-sensors';
import { type Sensor, SensorPanel } from './_components/sensor-panel';

const isOver = ({ lost, leases, scanJobs }: Sensor) => lost && leases.length === 0 && scanJobs.length === 0;

/** Running sensors, and what each holds of this workspace. */
export default function SensorsPage() {
  const { workspace } = useSession();
  const query = useQuery({
    ...read('sensors.list', { params: { workspaceId: workspace.id } }),
    refetchInterval: 5_000,
  });
  const failed = errorOf('The sensors could not be read', query);
  const sensors = query.data?.sensors;
  const lost = sensors?.filter(isOver) ?? [];
  const shown = sensors?.filter((sensor) => !isOver(sensor)).sort((a, b) => Number(a.lost) - Number(b.lost)) ?? [];
  return (
    <>
      <Crumbs crumbs={[{ label: workspace.name, href: paths.overview(workspace.id) }, { label: 'Sensors' }]} />
      <PageHeader
        title="Sensors"
        subtitle="They scan and consume events. Each shard and each scan is held by one at a time; when one is lost, another takes over."
      />
      {failed && !sensors ? (
        <Panel flush label="Sensors">
          <ErrorState {...failed} />
        </Panel>
      ) : null}
      {!failed && !sensors ? <LoadingPanel rows={5} /> : null}
      {sensors && shown.length === 0 ? (
        <Panel label="Sensors">
          <EmptyState title="No sensor runs">
            Nothing is scanned and no event is consumed. Start a worker; it shows here within ten seconds.
          </EmptyState>
        </Panel>
      ) : null}
      <div className="grid min-w-0 grid-cols-1 gap-6">
        {shown.map((sensor) => (
          <SensorPanel key={sensor.id} sensor={sensor} />
        ))}
        <LostSensors sensors={lost} />
      </div>
    </>
  );
}
