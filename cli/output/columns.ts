import type { OperationId } from '@/lib/contract/contract';
import { isScalar, type JsonObject } from './value';

/** Columns of a table unless --columns names others: what people look for first. Without an entry: `usualColumns`. */
const COLUMNS: Readonly<Partial<Record<OperationId, readonly string[]>>> = {
  'resources.list': ['type', 'name', 'accountId', 'region', 'changedAt', 'uid'],
  'resources.listAsOf': ['type', 'name', 'accountId', 'region', 'changedAt', 'uid'],
  'resources.versions': ['version', 'kind', 'seenAt', 'seenAfter', 'changes', 'causes'],
  'resources.neighbours': ['direction', 'kind', 'type', 'name', 'accountId', 'region', 'uid'],
  'resources.usedBy': ['kind', 'type', 'name', 'accountId', 'region', 'via.name', 'uid'],
  'relationships.usedBy': ['kind', 'type', 'name', 'accountId', 'region', 'via.name', 'uid'],
  'resources.findings': ['severity', 'state', 'rule', 'evidence.text', 'firstSeenAt', 'id'],
  'findings.list': ['severity', 'rule', 'resource.name', 'resource.accountId', 'resource.region', 'firstSeenAt', 'id'],
  'findingMutes.list': ['rule', 'accountId', 'tag', 'findings', 'until', 'createdBy', 'reason', 'id'],
  'changes.list': ['seenAt', 'kind', 'type', 'name', 'accountId', 'region', 'sentence'],
  'scans.list': ['createdAt', 'integration.name', 'state', 'scopesDone', 'scopesTotal', 'resources', 'errors', 'id'],
  'scans.changes': ['seenAt', 'kind', 'type', 'name', 'version', 'uid'],
  'integrations.list': ['name', 'state', 'accountId', 'region', 'resources', 'lastScan.finishedAt', 'id'],
  'accessKeys.list': ['accessKeyId', 'status', 'owner.name', 'accountId', 'ageDays', 'lastUsed.state', 'lastUsed.at'],
  'eventSources.list': ['name', 'strategy', 'integration.name', 'enabled', 'state', 'lagMs', 'eventsPerMinute', 'id'],
  'eventSources.quarantine': ['at', 'reason', 'message', 'state', 'bytes', 'id'],
  'sensorProfiles.list': ['title', 'enabled', 'eventSources', 'updatedAt', 'id'],
  'sensors.list': ['hostname', 'pid', 'version', 'startedAt', 'heartbeatAt', 'lost', 'leases', 'id'],
  'events.list': ['time', 'service', 'name', 'principal.label', 'accountId', 'region', 'outcome', 'latencyMs', 'id'],
  'credentials.list': ['name', 'retriever', 'hostIdentity.name', 'integrations', 'updatedAt', 'id'],
  'verifications.list': ['createdAt', 'state', 'requestedBy', 'current', 'finishedAt', 'id'],
  'members.list': ['name', 'email', 'role', 'twoFactorEnabled', 'joinedAt', 'userId'],
  'invitations.list': ['email', 'role', 'state', 'createdBy', 'expiresAt', 'id'],
  'apiTokens.list': ['name', 'hint', 'role', 'createdBy', 'expiresAt', 'lastUsedAt', 'revokedAt', 'id'],
  'auditLog.list': ['at', 'actor.label', 'action', 'target.kind', 'target.label', 'requestId'],
  'install.auditLog': ['at', 'actor.label', 'action', 'target.kind', 'target.label', 'requestId'],
  'hostIdentities.list': ['name', 'kind', 'grantedWorkspace.name', 'path', 'profile', 'id'],
  'hostIdentities.listGranted': ['name', 'kind', 'path', 'profile', 'id'],
  'workspaces.list': ['name', 'members', 'createdAt', 'id'],
};

export function columnsOf(id: OperationId): readonly string[] | null {
  return COLUMNS[id] ?? null;
}

const MOST = 10;

/** What the first items hold as one value each, the id last: without it nothing further can be asked. */
export function usualColumns(items: readonly JsonObject[]): string[] {
  const names = [...new Set(items.slice(0, 20).flatMap((item) => Object.keys(item)))];
  const simple = names.filter((name) => items.every((item) => isScalar(item[name]) || Array.isArray(item[name])));
  const chosen = simple.length > 0 ? simple : names;
  const id = chosen.filter((name) => name === 'id');
  return [...chosen.filter((name) => name !== 'id').slice(0, MOST - id.length), ...id];
}
