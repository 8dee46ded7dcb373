import type { z } from 'zod';
import type { eventSourceSchema, SOURCE_STATES } from '@/lib/schemas/event-source';
import type { SourceRow } from './rows';

export type EventSourceView = z.output<typeof eventSourceSchema>;
type State = (typeof SOURCE_STATES)[number];

/** What a source does now and, where nothing can arrive, why and what to do about it. */
export function stateOf(
  row: Pick<SourceRow, 'enabled' | 'pausedAt' | 'profiles' | 'integrationId' | 'leased' | 'error'>,
): {
  state: State;
  stateReason: string | null;
} {
  const because = (state: State, stateReason: string | null = null) => ({ state, stateReason });
  if (!row.enabled) return because('disabled', 'It is disabled, so nothing consumes it. Enable it to go on.');
  if (row.pausedAt)
    return because('paused', 'It is paused. What comes meanwhile waits as long as the transport keeps it.');
  if (row.integrationId === null) {
    return because('failing', 'The integration whose identity read it was removed. Choose another one.');
  }
  if (row.profiles.length === 0) {
    return because(
      'notAttached',
      'It is enabled but attached to no sensor profile, so nothing arrives. Attach it under Sensors, Profiles.',
    );
  }
  if (!row.profiles.some(({ enabled }) => enabled)) {
    return because('profileDisabled', 'Its sensor profile is disabled, so nothing arrives. Enable the profile.');
  }
  if (row.error) return because('failing', row.error.message);
  return row.leased > 0
    ? because('consuming')
    : because('starting', 'No sensor has taken it yet. Is a worker running?');
}

/** A source as the API shows it. */
export function eventSourceView(row: SourceRow): EventSourceView {
  const { integrationId: id, integrationName, integrationAccount } = row;
  return {
    id: row.id,
    name: row.name,
    plugin: 'aws',
    strategy: row.strategy,
    config: row.config,
    integration: id === null ? null : { id, name: integrationName ?? '', accountId: integrationAccount },
    enabled: row.enabled,
    pausedAt: row.pausedAt?.toISOString() ?? null,
    ...stateOf(row),
    profiles: row.profiles,
    lagMs: row.lagMs,
    eventsPerMinute: row.kept,
    receivedPerMinute: row.received,
    lastEventAt: row.lastEventAt?.toISOString() ?? null,
    lastReceivedAt: row.lastReceivedAt?.toISOString() ?? null,
    error: row.error,
    quarantined: row.quarantined,
    foreignAccounts: row.foreignAccounts,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    updatedAt: row.updatedAt.toISOString(),
  };
}
