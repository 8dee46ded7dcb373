import { Time } from '@/components/ui/time';
import type { AccessKey } from '@/lib/schemas/inventory';

/** When and for what a key was last used; "never" and "not known" are different things. */
export function KeyLastUsed({ lastUsed }: Pick<AccessKey, 'lastUsed'>) {
  if (lastUsed.state !== 'used') return lastUsed.state === 'never' ? 'never' : 'not known';
  const where = [lastUsed.service, lastUsed.region].filter(Boolean).join(', ');
  return (
    <>
      <Time at={lastUsed.at} none="used, time not known" />
      {where ? <span className="text-fg-3"> {where}</span> : null}
    </>
  );
}
