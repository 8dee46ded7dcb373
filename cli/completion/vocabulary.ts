import type { Vocabulary } from '@/lib/query/complete';
import type { Run } from '../run/context';
import type { Ask } from './candidates';

const PATIENCE_MS = 1000;

/** Asks the install for what it holds. A shell waits meanwhile, so: a second at most, and nothing when it fails. */
export function vocabularyOf(run: Run): Ask {
  return async (slot) => {
    const words = slot.kind === 'word' ? slot.typed.length > 1 : slot.kind === 'key' || slot.kind === 'value';
    if (!words) return {};
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const asked = facets(run, slot.kind === 'value' && slot.key ? slot.key : undefined, slot.kind === 'key', signal);
    const late = new Promise<Vocabulary>((resolve) =>
      signal.addEventListener('abort', () => resolve({}), { once: true }),
    );
    return Promise.race([asked.catch(() => ({})), late]);
  };
}

async function facets(run: Run, tagKey: string | undefined, keys: boolean, signal: AbortSignal): Promise<Vocabulary> {
  const connection = await run.connection();
  const params = { workspaceId: await connection.workspaceId() };
  const query = { ...(tagKey ? { tagKey } : {}), ...(keys ? { include: 'tags' } : {}) };
  const found = await connection.client.call('resources.facets', { params, query }, { signal });
  const { type, account, region, service, tagKeys, tagValues } = found;
  return { type, account, region, service, tagKey: tagKeys, tagValue: tagValues };
}
