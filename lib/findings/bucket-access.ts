import type { Json, JsonObject } from '@/lib/collectors/types';
import { evaluatePolicies } from '@/lib/trust/policy/evaluate';
import { parsePolicy } from '@/lib/trust/policy/parse';
import { isObject, objects, textOf } from './json';

/** What a stranger would ask of a bucket; `write` is worse than reading, listing is a way to reading. */
const ASKED = [
  { action: 's3:GetObject', on: 'objects', write: false },
  { action: 's3:ListBucket', on: 'bucket', write: false },
  { action: 's3:PutObject', on: 'objects', write: true },
  { action: 's3:DeleteObject', on: 'objects', write: true },
  { action: 's3:PutBucketPolicy', on: 'bucket', write: true },
] as const;

export type PublicAccess = { actions: string[]; write: boolean; statements: number[] };

/** What a bucket policy lets callers without any identity do, over TLS from an address of the documentation range. */
export function publicByPolicy(document: unknown, bucketArn: string): PublicAccess | null {
  const parsed = parsePolicy(document, 'resource');
  if (!parsed.ok) return null;
  const found = ASKED.flatMap(({ action, on, write }) => {
    const { decision, matched } = evaluatePolicies({
      action,
      resource: on === 'objects' ? `${bucketArn}/example` : bucketArn,
      caller: { kind: 'anonymous' },
      context: { 'aws:SourceIp': '203.0.113.7', 'aws:SecureTransport': true },
      resourcePolicy: { name: 'bucket policy', policy: parsed.policy },
      resourcePolicyDecides: true,
    });
    return decision === 'allowed' ? [{ action, write, statements: matched.map(({ index }) => index) }] : [];
  });
  if (found.length === 0) return null;
  return {
    actions: found.map(({ action }) => action),
    write: found.some(({ write }) => write),
    statements: [...new Set(found.flatMap(({ statements }) => statements))],
  };
}

const GROUPS: Readonly<Record<string, string>> = {
  'http://acs.amazonaws.com/groups/global/AllUsers': 'everybody',
  'http://acs.amazonaws.com/groups/global/AuthenticatedUsers': 'everybody with an AWS account',
};
const WRITES = new Set(['WRITE', 'WRITE_ACP', 'FULL_CONTROL']);

export type AclGrant = { who: string; permission: string; write: boolean; index: number };

/** Grants of an access control list to groups that have no sure end. */
export function publicByAcl(grants: Json | undefined): AclGrant[] {
  return objects(grants).flatMap((grant, index) => {
    const grantee = isObject(grant.grantee) ? grant.grantee : ({} as JsonObject);
    const who = GROUPS[textOf(grantee.uri) ?? textOf(grantee.URI) ?? ''];
    const permission = textOf(grant.permission) ?? '';
    return who ? [{ who, permission, write: WRITES.has(permission), index }] : [];
  });
}
