'use client';
import { useCallback, useState } from 'react';
import { isObject } from '@/components/resource/json';
import type { StrategyName } from '@/lib/schemas/event-source';
import type { SourceValues } from '../../_components/use-source-form';

const EMPTY: SourceValues = { name: '', integrationId: undefined, config: {}, enabled: true };

/** What was typed survives leaving the page in this tab: applying Terraform takes a while. Nothing in it is secret. */
export function useKeptDraft(workspaceId: string, strategy: StrategyName) {
  const key = `mooring.source-draft.${workspaceId}.${strategy}`;
  const [initial] = useState<SourceValues>(() => readDraft(key));
  const keep = useCallback((values: SourceValues) => sessionStorage.setItem(key, JSON.stringify(values)), [key]);
  const forget = useCallback(() => sessionStorage.removeItem(key), [key]);
  return { initial, keep, forget };
}

function readDraft(key: string): SourceValues {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    if (!isObject(kept) || typeof kept.name !== 'string' || !isObject(kept.config)) return EMPTY;
    const { name, config, integrationId, enabled } = kept;
    return {
      name,
      config,
      integrationId: typeof integrationId === 'string' ? integrationId : undefined,
      enabled: enabled !== false,
    };
  } catch {
    return EMPTY;
  }
}
