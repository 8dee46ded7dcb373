import { v7 as uuidv7 } from 'uuid';
import { hashSecret, newLinkSecret } from '@/lib/auth/secrets';
import type { OneTimeLink } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import type { Role } from '@/lib/schemas/role';

const HOUR_MS = 3_600_000;

export type LinkKind = 'bootstrap' | 'invitation' | 'password_reset';

/** How long each kind works, and the page that takes it. */
const KINDS = {
  bootstrap: { hours: 24, page: 'setup', noun: 'set-up link' },
  invitation: { hours: 72, page: 'join', noun: 'invitation' },
  password_reset: { hours: 4, page: 'reset', noun: 'reset link' },
} as const satisfies Record<LinkKind, { hours: number; page: string; noun: string }>;

type LinkInput = {
  kind: LinkKind;
  createdBy: string;
  workspaceId?: string;
  role?: Role;
  email?: string;
  userId?: string;
};

/** Makes a link of 256 random bits and keeps its SHA-256 only. The URL is in this answer and nowhere else. */
export async function issueLink(
  tx: Transaction,
  input: LinkInput,
  { publicUrl, now }: { publicUrl: string; now: Date },
): Promise<{ link: OneTimeLink; url: string }> {
  const secret = newLinkSecret();
  const { hours, page } = KINDS[input.kind];
  const link = await tx.oneTimeLink.create({
    data: {
      id: uuidv7(),
      tokenHash: hashSecret(secret),
      createdAt: now,
      expiresAt: new Date(now.getTime() + hours * HOUR_MS),
      ...input,
    },
  });
  return { link, url: `${publicUrl.replace(/\/+$/, '')}/${page}?token=${secret}` };
}

/**
 * Takes a link for good: of two calls at once one gets it, since a single UPDATE decides. The caller's transaction
 * gives it back when what follows fails. Throws `already_used`, `expired` or `not_found`.
 */
export async function claimLink(tx: Transaction, kind: LinkKind, secret: string, now: Date): Promise<OneTimeLink> {
  const tokenHash = hashSecret(secret);
  const claimed = await tx.oneTimeLink.updateManyAndReturn({
    where: { tokenHash, kind, usedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  if (claimed[0]) return claimed[0];
  throw whyNot(await tx.oneTimeLink.findFirst({ where: { tokenHash, kind } }), kind);
}

/** The link if it can still be used; throws as `claimLink` does. Changes nothing. */
export async function readLink(tx: Transaction, secret: string, now: Date): Promise<OneTimeLink> {
  const link = await tx.oneTimeLink.findUnique({ where: { tokenHash: hashSecret(secret) } });
  if (link && !link.usedAt && !link.revokedAt && link.expiresAt > now) return link;
  throw whyNot(link, isKind(link?.kind) ? link.kind : null);
}

function whyNot(link: OneTimeLink | null, kind: LinkKind | null): AppError {
  const noun = kind ? KINDS[kind].noun : 'link';
  if (!link || link.revokedAt) {
    return new AppError('not_found', `This ${noun} does not exist, or was withdrawn. Ask for a new one.`);
  }
  if (link.usedAt)
    return new AppError('already_used', `This ${noun} was used already. If it was not you, tell an administrator.`);
  return new AppError('expired', `This ${noun} has expired. Ask for a new one.`);
}

function isKind(kind: string | undefined): kind is LinkKind {
  return kind !== undefined && kind in KINDS;
}
