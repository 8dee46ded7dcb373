'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiError } from '@/lib/client/client';
import { api, read } from '@/lib/client/queries';
import type { Contract } from '@/lib/contract/contract';
import type { CallInput } from '@/lib/contract/operation';
import type { Integration } from '@/lib/schemas/integration';
import { useWorkspaceId } from '../../../../../../_components/session';

export type DraftChanges = Omit<CallInput<Contract['integrations.update']>['body'], 'version'>;
/** Someone else saved first: what they made of it, and what could not be saved over it. */
export type Collision = { message: string; theirs: Integration; mine: DraftChanges };

/**
 * Saves a draft field by field under its version: one save after the other, each on the version the last one made. A
 * `stale_version` answer becomes a collision: nothing is overwritten and nothing that was typed is lost.
 */
export function useDraft(integration: Integration) {
  const workspaceId = useWorkspaceId();
  const client = useQueryClient();
  const version = useRef(integration.version);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const [savedAt, setSavedAt] = useState<number | null>(null);
  const [saving, setSaving] = useState(0);
  const [collision, setCollision] = useState<Collision | null>(null);
  const params = { workspaceId, integrationId: integration.id };
  const input = { params };
  if (integration.version > version.current && saving === 0) version.current = integration.version;

  const write = async (changes: DraftChanges): Promise<Integration | null> => {
    setSaving((count) => count + 1);
    try {
      const saved = await api.call('integrations.update', { params, body: { ...changes, version: version.current } });
      version.current = saved.version;
      client.setQueryData(read('integrations.get', input).queryKey, saved);
      await client.invalidateQueries({ queryKey: ['integrations.render'] });
      void client.invalidateQueries({ queryKey: ['integrations.list'] });
      setSavedAt(Date.now());
      setCollision(null);
      return saved;
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'stale_version') throw error;
      const theirs = await api.call('integrations.get', input);
      setCollision({ message: error.message, theirs, mine: changes });
      return null;
    } finally {
      setSaving((count) => count - 1);
    }
  };
  /** The saved integration; null on a collision. Throws ApiError for anything else the API refuses. */
  const save = (changes: DraftChanges): Promise<Integration | null> => {
    const next = queue.current.then(() => write(changes));
    queue.current = next.catch(() => undefined);
    return next;
  };
  const acceptTheirs = () => {
    if (!collision) return;
    version.current = collision.theirs.version;
    client.setQueryData(read('integrations.get', input).queryKey, collision.theirs);
    void client.invalidateQueries({ queryKey: ['integrations.render'] });
    setCollision(null);
  };
  /** Makes what could not be saved again, knowingly over theirs. */
  const saveMine = () => {
    if (!collision) return Promise.resolve(null);
    version.current = collision.theirs.version;
    return save(collision.mine);
  };
  return { save, saving: saving > 0, savedAt, collision, acceptTheirs, saveMine };
}
export type Draft = ReturnType<typeof useDraft>;
