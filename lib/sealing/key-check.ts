import { timingSafeEqual } from 'node:crypto';
import { AppError } from '@/lib/errors/app-error';
import { seal, unseal } from './envelope';
import type { Keyring } from './keyring';

const CHECK_TEXT = Buffer.from('mooring sealing key check');
const CHECK_CONTEXT = { workspaceId: 'install', table: 'install_setting', row: 'sealing', column: 'key_check' };

/** A value to store beside the data: `verifyKeyCheck` tells at the next start whether the same key is configured. */
export function makeKeyCheck(keyring: Keyring): Buffer {
  return seal(keyring, CHECK_TEXT, CHECK_CONTEXT);
}

/** Throws `not_configured` when `stored` was not made by one of this keyring's keys. */
export function verifyKeyCheck(keyring: Keyring, stored: Uint8Array): void {
  let text: Buffer;
  try {
    text = unseal(keyring, stored, CHECK_CONTEXT);
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'not_configured') throw cause;
    const message =
      'The configured sealing key is not the one that sealed this database. Configure the right key (or restore it from its backup).';
    throw new AppError('not_configured', message, { cause });
  }
  if (text.length !== CHECK_TEXT.length || !timingSafeEqual(text, CHECK_TEXT)) {
    throw new AppError('not_configured', 'The stored sealing key check is not one of ours; the database is damaged.');
  }
}
