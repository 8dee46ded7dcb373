import { clockUtc } from '@/lib/format/time';
import type { Draft } from './use-draft';

/** "Saved 14:31": that nothing is lost on leaving. */
export function Saved({ draft, updatedAt }: { draft: Draft; updatedAt: string }) {
  const at = draft.savedAt ?? updatedAt;
  return (
    <span role="status" className="text-12 text-fg-3" title="UTC">
      {draft.saving ? 'Saving' : draft.collision ? 'Not saved' : `Saved ${clockUtc(at)}`}
    </span>
  );
}
