import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { AppError } from '@/lib/errors/app-error';

/** The key-encryption keys of the install. Their bytes stay in the private map: nothing prints or serializes them. */
export class Keyring {
  readonly currentId: string;
  readonly #keys: ReadonlyMap<string, Buffer>;

  constructor(entries: readonly (readonly [string, Buffer])[]) {
    const first = entries[0];
    if (!first) throw new AppError('not_configured', 'There is no sealing key. Set MOORING_SEALING_KEY.');
    this.currentId = first[0];
    this.#keys = new Map(entries);
    if (this.#keys.size !== entries.length) throw malformed('two keys have the same id');
  }

  get ids(): string[] {
    return [...this.#keys.keys()];
  }

  /** The key with this id; fails clearly when a value was sealed by a key that this process was not given. */
  key(id: string): Buffer {
    const key = this.#keys.get(id);
    if (key) return key;
    const message = `The sealing key "${id}" is needed and not configured. Add it to MOORING_SEALING_KEY after the current one.`;
    throw new AppError('not_configured', message);
  }
}

export type KeyringConfig = { value?: string | undefined; file?: string | undefined };

const KEK_BYTES = 32;
const MAX_FILE_BYTES = 16 * 1024;
const KEY_ID = /^[A-Za-z0-9._-]{1,32}$/;

/**
 * Opens the install's keyring from the environment's value or a file: one base64 key of 32 bytes, or
 * `id:base64,id:base64` (commas or lines) with the current one first. Exactly one of both must be given;
 * throws `not_configured` with what to do, never falls back, never quotes the value.
 */
export async function openKeyring(config: KeyringConfig): Promise<Keyring> {
  if (config.value !== undefined && config.file !== undefined) {
    throw new AppError('not_configured', 'Set either MOORING_SEALING_KEY or MOORING_SEALING_KEY_FILE, not both.');
  }
  const text = config.file === undefined ? config.value : await readKeyFile(config.file);
  return new Keyring(parseKeys(text ?? ''));
}

function parseKeys(text: string): [string, Buffer][] {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
  return entries.map((entry, index) => {
    const colon = entry.indexOf(':');
    if (colon < 0 && entries.length > 1) throw malformed(`entry ${index + 1} has no id; several keys need ids`);
    const key = decodeKey(entry.slice(colon + 1), index);
    const id = colon < 0 ? derivedId(key) : entry.slice(0, colon);
    if (!KEY_ID.test(id)) throw malformed(`the id of entry ${index + 1} is not 1-32 letters, digits, dots, _ or -`);
    return [id, key];
  });
}

function decodeKey(encoded: string, index: number): Buffer {
  const key = Buffer.from(encoded, 'base64');
  const canonical = encoded.replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '');
  if (key.toString('base64').replace(/=+$/, '') !== canonical) throw malformed(`entry ${index + 1} is not base64`);
  if (key.length !== KEK_BYTES) throw malformed(`entry ${index + 1} has ${key.length} bytes, ${KEK_BYTES} are needed`);
  if (key.every((byte) => byte === key[0]))
    throw malformed(`entry ${index + 1} is one byte repeated, not a random key`);
  return key;
}

/** A key without a name is named by its own digest, so that adding ids later cannot confuse two keys. */
function derivedId(key: Buffer): string {
  return createHash('sha256').update('mooring kek id').update(key).digest('hex').slice(0, 12);
}

async function readKeyFile(path: string): Promise<string> {
  try {
    const size = (await stat(path)).size;
    if (size > MAX_FILE_BYTES) throw new Error(`${size} bytes`);
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new AppError('not_configured', `The sealing key file ${path} cannot be read.`, { cause });
  }
}

function malformed(what: string): AppError {
  const hint = 'Make a key with: openssl rand -base64 32';
  return new AppError('not_configured', `MOORING_SEALING_KEY is malformed: ${what}. ${hint}`);
}
