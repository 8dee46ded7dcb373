import { Note } from '@/components/ui/note';
import type { Scan } from '@/lib/schemas/scan';

/** Jobs that could not even begin, such as when AWS refused the role. */
export function JobErrors({ jobs }: { jobs: Scan['jobs'] }) {
  const failed = jobs.flatMap(({ id, accountId, service, attempt, error }) =>
    error ? [{ id, accountId, service, attempt, error }] : [],
  );
  return failed.map(({ id, accountId, service, attempt, error }) => (
    <div key={id} className="px-3 pb-3 md:px-4">
      <Note tone="danger" title={`${service} in ${accountId} did not finish, attempt ${attempt}`}>
        <code>{error.code}</code>: {error.message} Nothing was removed; what was known stays.
      </Note>
    </div>
  ));
}
