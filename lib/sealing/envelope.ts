import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '@/lib/errors/app-error';
import type { Keyring } from './keyring';

/** Where a sealed value lives. A ciphertext opens only in the very place it was sealed for. */
export type SealContext = { workspaceId: string; table: string; row: string; column: string };

// version(1) | kek id length(1) | kek id | nonce(12) wrapped data key(32) tag(16) | nonce(12) | ciphertext | tag(16)
const VERSION = 1;
const CIPHER = 'aes-256-gcm';
const NONCE = 12;
const KEY = 32;
const TAG = 16;
const WRAPPED = NONCE + KEY + TAG;

/** Seals bytes under a fresh data key, itself wrapped by the keyring's current key (SECURITY.md decision 5). */
export function seal(keyring: Keyring, plaintext: Uint8Array | string, context: SealContext): Buffer {
  const dataKey = randomBytes(KEY);
  const body = encrypt(dataKey, Buffer.from(plaintext as Uint8Array), bodyAad(context));
  const sealed = Buffer.concat([wrap(keyring, keyring.currentId, dataKey), body]);
  dataKey.fill(0);
  return sealed;
}

/** Opens what `seal` made. Throws `not_configured` for a key we lack, `internal` for anything changed or moved. */
export function unseal(keyring: Keyring, sealed: Uint8Array, context: SealContext): Buffer {
  const { kekId, wrapped, body } = split(sealed);
  const dataKey = decrypt(keyring.key(kekId), wrapped, wrapAad(kekId));
  const plaintext = decrypt(dataKey, body, bodyAad(context));
  dataKey.fill(0);
  return plaintext;
}

/** The id of the key that wraps a sealed value, to find what a rotation has still to do. */
export function sealedBy(sealed: Uint8Array): string {
  return split(sealed).kekId;
}

/**
 * The same value wrapped by the keyring's current key; data key and ciphertext stay as they are, so a rotation
 * never has the plaintext in hand. Returns the value unchanged when the current key wraps it already.
 */
export function rewrap(keyring: Keyring, sealed: Uint8Array): Buffer {
  const { kekId, wrapped, body } = split(sealed);
  if (kekId === keyring.currentId) return Buffer.from(sealed);
  const dataKey = decrypt(keyring.key(kekId), wrapped, wrapAad(kekId));
  const renewed = Buffer.concat([wrap(keyring, keyring.currentId, dataKey), body]);
  dataKey.fill(0);
  return renewed;
}

function wrap(keyring: Keyring, kekId: string, dataKey: Buffer): Buffer {
  const id = Buffer.from(kekId, 'ascii');
  const wrapped = encrypt(keyring.key(kekId), dataKey, wrapAad(kekId));
  return Buffer.concat([Buffer.from([VERSION, id.length]), id, wrapped]);
}

function split(sealed: Uint8Array): { kekId: string; wrapped: Buffer; body: Buffer } {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const idLength = bytes[1] ?? 0;
  const start = 2 + idLength;
  if (bytes[0] !== VERSION || idLength === 0 || bytes.length < start + WRAPPED + NONCE + TAG) throw damaged();
  const kekId = bytes.toString('latin1', 2, start);
  return { kekId, wrapped: bytes.subarray(start, start + WRAPPED), body: bytes.subarray(start + WRAPPED) };
}

function encrypt(key: Buffer, plaintext: Buffer, aad: Buffer): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG }).setAAD(aad);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, sealed: Buffer, aad: Buffer): Buffer {
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(aad).setAuthTag(sealed.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]);
  } catch (cause) {
    throw damaged(cause);
  }
}

function wrapAad(kekId: string): Buffer {
  return fields('mooring data key', String(VERSION), kekId);
}

function bodyAad({ workspaceId, table, row, column }: SealContext): Buffer {
  return fields('mooring sealed value', workspaceId, table, row, column, String(VERSION));
}

/** Length-prefixed, so that no two lists of fields make the same bytes. */
function fields(...values: string[]): Buffer {
  return Buffer.concat(
    values.flatMap((value) => {
      const bytes = Buffer.from(value);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}

function damaged(cause?: unknown): AppError {
  return new AppError(
    'internal',
    'A sealed value could not be opened: it was changed, moved, or sealed by another key.',
    {
      cause,
    },
  );
}
