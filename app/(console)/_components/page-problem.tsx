import { PageHeader } from '@/components/layout/page-header';
import { ErrorState, type ErrorStateProps } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';

/** In place of a whole page that could not be read: what it would have been, and what happened. */
export function PageProblem({ page, problem }: { page: string; problem: ErrorStateProps }) {
  return (
    <>
      <PageHeader title={page} />
      <Panel flush label={page}>
        <ErrorState {...problem} />
      </Panel>
    </>
  );
}
