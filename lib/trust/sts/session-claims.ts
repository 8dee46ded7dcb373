import { ROLE_ARN } from '../policy/arn';
import { refuse, STS_TEXT } from './failures';
import type { SessionTags, StsFailure } from './types';

const AWS = 'https://aws.amazon.com';
const ROLES = `${AWS}/roles`;
const TAGS = `${AWS}/tags`;
const FLAT_TAG = `${TAGS}/principal_tags/`;
const FLAT_TRANSITIVE = `${TAGS}/transitive_tag_keys`;
const SOURCE_IDENTITY = `${AWS}/source_identity`;

type Claims = Readonly<Record<string, unknown>>;

/** The roles claim restricts what a token may take: rules 24 to 27. `listed` is false when there is no such claim. */
export function checkRolesClaim(claims: Claims, roleArn: string): { ok: true; listed: boolean } | StsFailure {
  const claim = claims[ROLES];
  if (claim === undefined || claim === null) return { ok: true, listed: false };
  if (typeof claim !== 'string' && !Array.isArray(claim)) return refuse('InvalidIdentityToken', STS_TEXT.rolesFormat);
  const items: unknown[] = typeof claim === 'string' ? claim.split(';') : claim;
  const arns = items.flatMap((item) => (typeof item === 'string' && ROLE_ARN.test(item.trim()) ? [item.trim()] : []));
  if (arns.length === 0) return refuse('InvalidIdentityToken', STS_TEXT.rolesEmpty);
  if (!arns.includes(roleArn)) return refuse('InvalidIdentityToken', STS_TEXT.roleNotListed);
  return { ok: true, listed: true };
}

/** Session tags in the nested form (values in arrays of one) or the flattened one (plain strings): rule 23. */
export function readSessionTags(claims: Claims): { ok: true; session: SessionTags } | StsFailure {
  const wrong = () => refuse('InvalidIdentityToken', STS_TEXT.tags);
  const tags = new Map<string, string>();
  const transitive: unknown[] = list(claims[FLAT_TRANSITIVE]);
  const nested = claims[TAGS];
  if (nested !== undefined && nested !== null) {
    const principalTags = isObject(nested) ? (nested.principal_tags ?? {}) : null;
    if (!isObject(nested) || !isObject(principalTags)) return wrong();
    for (const [key, value] of Object.entries(principalTags)) {
      if (!Array.isArray(value) || value.length !== 1 || typeof value[0] !== 'string') return wrong();
      tags.set(key, value[0]);
    }
    transitive.push(...list(nested.transitive_tag_keys));
  }
  for (const [name, value] of Object.entries(claims)) {
    if (!name.startsWith(FLAT_TAG)) continue;
    if (typeof value !== 'string') return wrong();
    tags.set(name.slice(FLAT_TAG.length), value);
  }
  const transitiveTagKeys = transitive.filter((item) => typeof item === 'string');
  return { ok: true, session: { tags: Object.fromEntries(tags), transitiveTagKeys } };
}

/** `source_identity` is a string of 2 to 64 characters; null when the token has none. */
export function readSourceIdentity(claims: Claims): { ok: true; sourceIdentity: string | null } | StsFailure {
  const value = claims[SOURCE_IDENTITY];
  if (value === undefined || value === null) return { ok: true, sourceIdentity: null };
  if (typeof value === 'string' && /^[\w+=,.@-]{2,64}$/.test(value)) return { ok: true, sourceIdentity: value };
  return refuse('InvalidIdentityToken', STS_TEXT.notValidated);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? [...value] : typeof value === 'string' ? [value] : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
