import type { Resource as ResourceRow } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { type Graph, MAY_ASSUME } from '@/lib/schemas/graph';
import { admittedSubjects } from '@/lib/trust/audit/admitted-subjects';
import type { AdmissionKind, AdmittedEntry } from '@/lib/trust/audit/types';
import { decideAssume } from '@/lib/trust/reach/assume';
import { auditContext } from '../inventory/who-may-assume';
import { HOLDER, loadAskers } from './askers';
import { assumableBy } from './assumable';
import type { Picture } from './picture';

/** Users and roles of the account whose policies are judged for one picture; the rest is counted and said. */
const JUDGED = 500;
const PRINCIPALS = ['AWS::IAM::User', 'AWS::IAM::Role'];

/** Adds who may assume a role, and which roles a user or role may assume; says how many principals were judged. */
export async function mayAssumeEdges(
  tx: Transaction,
  row: ResourceRow,
  direction: 'both' | 'in' | 'out',
  picture: Picture,
): Promise<Graph['assume']> {
  if (!PRINCIPALS.includes(row.type) || row.deletedAt) return null;
  if (direction !== 'in') await outward(tx, row, picture);
  return row.type === 'AWS::IAM::Role' && direction !== 'out' ? inward(tx, row, picture) : null;
}

async function outward(tx: Transaction, row: ResourceRow, picture: Picture): Promise<void> {
  const [self] = await loadAskers(tx, row.workspaceId, [row]);
  if (!self) return;
  const { found } = await assumableBy(tx, row.workspaceId, [self]);
  for (const { role, decision } of found) {
    const { uid, type, name, arn, accountId } = role;
    const end = {
      kind: MAY_ASSUME,
      type,
      key: arn ?? uid,
      uid,
      name,
      accountId,
      region: 'global',
      state: 'live',
    } as const;
    const conditional = decision.verdict === 'conditional';
    picture.derive(end, 'out', MAY_ASSUME, {
      certainty: conditional ? 'conditional' : 'certain',
      risky: false,
      note: conditional ? `if ${decision.depends.join(', ')} allows` : null,
    });
  }
}

/** Entries that name single principals of this account are judged one by one; all others stand as the policy has them. */
const BY_PRINCIPAL: ReadonlySet<AdmissionKind> = new Set(['account', 'anyone', 'user', 'role']);
const TYPES: Partial<Record<AdmissionKind, string>> = {
  service: 'AWS::ServicePrincipal',
  account: 'AWS::Organizations::Account',
  organization: 'AWS::Organizations::Organization',
  user: 'AWS::IAM::User',
  role: 'AWS::IAM::Role',
  'saml-provider': 'AWS::IAM::SAMLProvider',
  'web-provider': 'AWS::IdentityProvider',
  anyone: 'AWS::IAM::AnyPrincipal',
};

async function inward(tx: Transaction, role: ResourceRow, picture: Picture): Promise<Graph['assume']> {
  const { workspaceId, accountId, arn } = role;
  const trust = (role.attributes as { assumeRolePolicyDocument?: unknown }).assumeRolePolicyDocument ?? null;
  const { entries } = admittedSubjects(trust, await auditContext(tx, role));
  const uids = await principalUids(tx, workspaceId, entries);
  for (const entry of entries) {
    if (entry.risk === 'same-account' && BY_PRINCIPAL.has(entry.kind)) continue;
    const risky = entry.risk === 'open' || entry.risk === 'outsider';
    picture.derive(admitted(entry, uids), 'in', MAY_ASSUME, {
      certainty: 'certain',
      risky,
      note: entry.risk === 'open' ? 'callers without a sure end' : entry.risk === 'outsider' ? 'from outside' : null,
    });
  }
  if (!arn || !entries.some(({ kind }) => BY_PRINCIPAL.has(kind))) return { looked: 0, left: 0 };
  const where = { workspaceId, accountId, type: { in: PRINCIPALS }, deletedAt: null, unwatchedAt: null };
  const total = await tx.resource.count({ where });
  const rows = await tx.resource.findMany({ where, orderBy: { uid: 'asc' }, take: JUDGED, select: HOLDER });
  for (const { row, asker } of await loadAskers(tx, workspaceId, rows)) {
    if (row.uid === role.uid) continue;
    const { verdict, depends } = decideAssume(asker, { arn, accountId, trust });
    if (verdict === 'denied') continue;
    const { uid, type, name } = row;
    const end = {
      kind: MAY_ASSUME,
      type,
      key: row.arn ?? uid,
      uid,
      name,
      accountId,
      region: 'global',
      state: 'live',
    } as const;
    picture.derive(end, 'in', MAY_ASSUME, {
      certainty: verdict === 'allowed' ? 'certain' : 'conditional',
      risky: false,
      note: verdict === 'allowed' ? null : `if ${depends.join(', ')} allows`,
    });
  }
  return { looked: rows.length, left: total - rows.length };
}

type Found = Map<string, { uid: string; name: string }>;

async function principalUids(tx: Transaction, workspaceId: string, entries: readonly AdmittedEntry[]): Promise<Found> {
  const arns = [...new Set(entries.map(({ principal }) => principal))].filter((one) => one.startsWith('arn:'));
  const rows = await tx.resource.findMany({
    where: { workspaceId, arn: { in: arns }, deletedAt: null },
    select: { uid: true, arn: true, name: true },
  });
  return new Map(rows.map(({ uid, arn, name }) => [arn ?? '', { uid, name }]));
}

function admitted({ kind, principal, subjectPattern }: AdmittedEntry, uids: Found) {
  const found = uids.get(principal);
  const subject = subjectPattern !== null && subjectPattern !== '*' ? subjectPattern : null;
  const oidc = principal.includes(':oidc-provider/');
  return {
    kind: MAY_ASSUME,
    type: oidc ? 'AWS::IAM::OIDCProvider' : (TYPES[kind] ?? 'AWS::IAM::Principal'),
    // One provider lets in several subjects, each a node of its own.
    key: subject ? `${principal} ${subject}` : principal,
    uid: subject ? null : (found?.uid ?? null),
    name: subject ?? found?.name ?? null,
    accountId: null,
    region: null,
    state: found ? ('live' as const) : null,
  };
}
