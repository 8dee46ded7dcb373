import type { EventFilter } from '@/lib/schemas/event';
import type { StrategyName } from '@/lib/schemas/event-source';
import type { FindingFilter } from '@/lib/schemas/finding';
import type { ResourceFilter } from '@/lib/schemas/inventory';

const query = (values: Record<string, string | readonly string[] | undefined>): string => {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined || value === '' || value.length === 0) continue;
    search.set(key, typeof value === 'string' ? value : value.join(','));
  }
  return search.size > 0 ? `?${search}` : '';
};
const inWorkspace = (workspace: string, rest: string) => `/w/${workspace}${rest}`;

/** Parts of an integration's page; the first is shown when none is named. */
export const INTEGRATION_TABS = ['scans', 'verification', 'trust', 'settings'] as const;
/** Parts of an event source's page, likewise. */
export const SOURCE_TABS = ['status', 'quarantine', 'completeness', 'settings'] as const;

/** Every URL of the console as a function; links are made here and nowhere else. */
export const paths = {
  home: () => '/',
  signIn: (next?: string) => `/sign-in${query({ next })}`,
  setup: (token: string) => `/setup${query({ token })}`,
  account: () => '/account',
  install: (page?: 'workspaces' | 'users' | 'host-identities' | 'audit-log') =>
    page ? `/install/${page}` : '/install',
  apiDocs: () => '/docs/api',
  overview: (workspace: string) => inWorkspace(workspace, ''),
  inventory: (workspace: string, filter: Partial<Record<keyof ResourceFilter, string | readonly string[]>> = {}) =>
    inWorkspace(workspace, `/inventory${query(filter)}`),
  resource: (workspace: string, uid: string, tab?: 'relationships' | 'reach' | 'history' | 'raw') =>
    inWorkspace(workspace, `/inventory/${uid}${query({ tab })}`),
  /** How a resource was at a moment (ISO 8601). */
  resourceAt: (workspace: string, uid: string, at: string) =>
    inWorkspace(workspace, `/inventory/${uid}${query({ tab: 'history', at })}`),
  changes: (
    workspace: string,
    filter: Partial<Record<'from' | 'to' | 'type' | 'account' | 'region' | 'kind' | 'cause' | 'q', string>> = {},
  ) => inWorkspace(workspace, `/changes${query(filter)}`),
  identities: (workspace: string, tab?: 'users' | 'groups' | 'roles' | 'policies' | 'providers') =>
    inWorkspace(workspace, `/identities${query({ tab })}`),
  accessKeys: (workspace: string, filter: { used?: string; age?: string; status?: string } = {}) =>
    inWorkspace(workspace, `/access-keys${query(filter)}`),
  findings: (
    workspace: string,
    filter: Partial<Record<keyof FindingFilter, string | readonly string[]>> & { finding?: string } = {},
  ) => inWorkspace(workspace, `/findings${query(filter)}`),
  integrations: (workspace: string) => inWorkspace(workspace, '/integrations'),
  newIntegration: (workspace: string) => inWorkspace(workspace, '/integrations/new'),
  connect: (workspace: string, integration: string, step: 'name' | 'apply' | 'verify') =>
    inWorkspace(workspace, `/integrations/${integration}/connect${query({ step })}`),
  integration: (workspace: string, integration: string, tab?: (typeof INTEGRATION_TABS)[number]) =>
    inWorkspace(workspace, `/integrations/${integration}${query({ tab })}`),
  scan: (workspace: string, scan: string) => inWorkspace(workspace, `/scans/${scan}`),
  scans: (workspace: string) => inWorkspace(workspace, '/scans'),
  /** The log of events; `event` is the one that is open beside it. */
  events: (workspace: string, filter: Partial<Record<keyof EventFilter | 'event', string>> = {}) =>
    inWorkspace(workspace, `/events${query(filter)}`),
  eventSources: (workspace: string) => inWorkspace(workspace, '/events/sources'),
  newEventSource: (workspace: string, strategy?: StrategyName) =>
    inWorkspace(workspace, `/events/sources/new${query({ strategy })}`),
  eventSource: (workspace: string, source: string, tab?: (typeof SOURCE_TABS)[number]) =>
    inWorkspace(workspace, `/events/sources/${source}${query({ tab })}`),
  sensors: (workspace: string) => inWorkspace(workspace, '/sensors'),
  sensorProfiles: (workspace: string) => inWorkspace(workspace, '/sensors/profiles'),
  newSensorProfile: (workspace: string) => inWorkspace(workspace, '/sensors/profiles/new'),
  sensorProfile: (workspace: string, profile: string) => inWorkspace(workspace, `/sensors/profiles/${profile}`),
  credentials: (workspace: string) => inWorkspace(workspace, '/credentials'),
  security: (workspace: string) => inWorkspace(workspace, '/security'),
  members: (workspace: string) => inWorkspace(workspace, '/members'),
  apiTokens: (workspace: string) => inWorkspace(workspace, '/api-tokens'),
  auditLog: (workspace: string) => inWorkspace(workspace, '/audit-log'),
};
