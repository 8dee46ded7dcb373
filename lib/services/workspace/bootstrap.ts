import { v7 as uuidv7 } from 'uuid';
import { systemActor } from '@/lib/auth/actor';
import { hashSecret } from '@/lib/auth/secrets';
import type { Databases } from '@/lib/db/client';
import { inDirectory } from '@/lib/db/transaction';
import { writeAudit } from '../audit/write';
import { issueLink } from '../people/link';
import { lockInstallAdmins } from '../people/locks';

const BOOTSTRAP = 'bootstrap';
const FIRST_WORKSPACE = 'Main';

/**
 * At every start: makes the workspace "Main" when there is none, and once, when `bootstrapToken` is given, an API
 * token of that value: owner there and install administrator, without expiry. Any number of processes may call it.
 */
export async function ensureBootstrap(
  db: Databases,
  { bootstrapToken, now }: { bootstrapToken: string | null; now: Date },
): Promise<{ workspaceId: string; tokenMade: boolean }> {
  const source = { actor: systemActor(BOOTSTRAP), requestId: uuidv7(), ipAddress: null };
  return inDirectory(db, async (tx) => {
    await lockInstallAdmins(tx);
    const first = await tx.workspace.findFirst({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
    const workspace =
      first ?? (await tx.workspace.create({ data: { id: uuidv7(), name: FIRST_WORKSPACE, createdAt: now } }));
    const target = { kind: 'workspace', id: workspace.id, label: workspace.name };
    if (!first) await writeAudit(tx, source, workspace.id, { action: 'workspace.created', target });
    if (bootstrapToken === null) return { workspaceId: workspace.id, tokenMade: false };

    const tokenHash = hashSecret(bootstrapToken);
    // A bootstrap token that was revoked stays so: only the first start makes one.
    const made = await tx.apiToken.count({ where: { OR: [{ tokenHash }, { createdBy: BOOTSTRAP }] } });
    if (made > 0) return { workspaceId: workspace.id, tokenMade: false };
    const token = await tx.apiToken.create({
      data: {
        id: uuidv7(),
        workspaceId: workspace.id,
        name: BOOTSTRAP,
        tokenHash,
        hint: bootstrapToken.slice(-4),
        role: 'owner',
        installAdmin: true,
        createdBy: BOOTSTRAP,
        createdAt: now,
      },
    });
    await writeAudit(tx, source, null, {
      action: 'api_token.created',
      target: { kind: 'api_token', id: token.id, label: token.name },
      detail: { role: 'owner', installAdmin: true, workspaceId: workspace.id },
    });
    return { workspaceId: workspace.id, tokenMade: true };
  });
}

export type BootstrapLink = { url: string; expiresAt: Date } | { already: true };

/**
 * The one-time link that makes the first install administrator; `already` when there is one. A new call revokes
 * the former link, so only the last one printed works.
 */
export async function issueBootstrapLink(
  db: Databases,
  { publicUrl, now }: { publicUrl: string; now: Date },
): Promise<BootstrapLink> {
  return inDirectory(db, async (tx) => {
    await lockInstallAdmins(tx);
    if ((await tx.user.count({ where: { installAdmin: true } })) > 0) return { already: true };
    await tx.oneTimeLink.updateMany({
      where: { kind: 'bootstrap', usedAt: null, revokedAt: null },
      data: { revokedAt: now },
    });
    const { url, link } = await issueLink(tx, { kind: 'bootstrap', createdBy: BOOTSTRAP }, { publicUrl, now });
    return { url, expiresAt: link.expiresAt };
  });
}
