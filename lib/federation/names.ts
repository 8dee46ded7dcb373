import { AppError } from '@/lib/errors/app-error';

export const TOKEN_LIFETIME_SECONDS = 600;
/** STS still accepts a token this long after `exp` (recorded, facts/sts-errors.md row 12). */
export const STS_EXPIRY_TOLERANCE_SECONDS = 300;

export type SubjectParts = { workspaceId: string; integrationId: string };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SUBJECT = /^workspace:([0-9a-f-]{36}):integration:([0-9a-f-]{36})$/;

/** The exact `sub` claim of an integration (DESIGN section 6), fixed when it is drafted. */
export function subjectOf({ workspaceId, integrationId }: SubjectParts): string {
  return `workspace:${uuid(workspaceId, 'workspace')}:integration:${uuid(integrationId, 'integration')}`;
}

/** The parts of a subject of ours, or null for any other text. */
export function parseSubject(subject: string): SubjectParts | null {
  const [, workspaceId, integrationId] = SUBJECT.exec(subject) ?? [];
  if (!workspaceId || !integrationId || !UUID.test(workspaceId) || !UUID.test(integrationId)) return null;
  return { workspaceId, integrationId };
}

/** Session name that CloudTrail shows for our calls. UUIDv7 starts with the time, so the tail tells integrations apart. */
export function roleSessionName(integrationId: string): string {
  return `mooring-${tail(integrationId)}`;
}

export function defaultScannerRoleName(integrationId: string): string {
  return `mooring-scanner-${tail(integrationId)}`;
}

/** The built-in issuer's URL for a workspace; this exact text is the token's `iss`. */
export function workspaceIssuerUrl(issuerBaseUrl: string, workspaceId: string): string {
  return `${issuerBaseUrl.replace(/\/+$/, '')}/oidc/${uuid(workspaceId, 'workspace')}`;
}

/** Where OpenID Connect Discovery 1.0 section 4 puts an issuer's metadata. */
export function discoveryUrl(issuerUrl: string): string {
  return `${issuerUrl.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

function tail(integrationId: string): string {
  return uuid(integrationId, 'integration').slice(-8);
}

function uuid(id: string, noun: string): string {
  if (!UUID.test(id)) throw new AppError('invalid_request', `The ${noun} id is not a lower-case UUID.`);
  return id;
}
