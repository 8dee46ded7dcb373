import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';

/** In place of a panel whose content is being read. */
export function LoadingPanel({ rows }: { rows?: number }) {
  return (
    <Panel flush label="Loading">
      <SkeletonRows rows={rows} />
    </Panel>
  );
}
