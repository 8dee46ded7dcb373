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
type Collision = { theirs: Integration; mine: DraftChanges };

/**
 * Saves a draft field by field under its version: one save after the other, each on what the last one made (`base`). A
 * `stale_version` answer becomes a collision: nothing is overwritten and nothing that was typed is lost.
 */
export function useDraft(integration: Integration) {
  const workspaceId = useWorkspaceId();
  const client = useQueryClient();
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const [base, setBase] = useState(integration);
  const latest = useRef(integration);
  const [savedAt, setSavedAt] = useState<number | null>(null);
  const [saving, setSaving] = useState(0);
  const [collision, setCollision] = useState<Collision | null>(null);
  const params = { workspaceId, integrationId: integration.id };

  /** From here on changes are made to this: what was saved just now, or what someone else made of the draft. */
  const adopt = (next: Integration) => {
    latest.current = next;
    setBase(next);
    setCollision(null);
    client.setQueryData(read('integrations.get', { params }).queryKey, next);
    void client.invalidateQueries({ queryKey: ['integrations.render'] });
    void client.invalidateQueries({ queryKey: ['integrations.list'] });
  };
  const write = async (changes: DraftChanges): Promise<Integration | null> => {
    setSaving((count) => count + 1);
    try {
      const body = { ...changes, version: latest.current.version };
      const saved = await api.call('integrations.update', { params, body });
      adopt(saved);
      setSavedAt(Date.now());
      return saved;
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'stale_version') throw error;
      setCollision({ theirs: await api.call('integrations.get', { params }), mine: changes });
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
  /** Makes what could not be saved again, knowingly over theirs. */
  const saveMine = async (): Promise<Integration | null> => {
    if (!collision) return null;
    latest.current = collision.theirs;
    return save(collision.mine);
  };
  return { base, adopt, save, saveMine, saving: saving > 0, savedAt, collision };
}
export type Draft = ReturnType<typeof useDraft>;
