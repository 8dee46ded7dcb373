import type { Random } from './random';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** IAM's prefixes of unique ids (IAM User Guide, "Unique identifiers"). */
export type UniqueIdPrefix = 'AIDA' | 'AROA' | 'AGPA' | 'ANPA' | 'AIPA' | 'ANVA';

/** 21 characters, as AWS gives today. */
export function uniqueId(random: Random, prefix: UniqueIdPrefix): string {
  return prefix + random.text(BASE32, 17);
}

/**
 * 20 characters. Like AWS's own since 2019 they carry the account: the first 48 bits after the prefix hold it,
 * shifted by 7, below a leading 1.
 */
export function accessKeyId(random: Random, prefix: 'AKIA' | 'ASIA', accountId: string): string {
  const account = (BigInt(accountId) << 7n) | (1n << 47n) | BigInt(random.between(0, 127));
  let bits = (account << 32n) | BigInt(random.bytes(4).readUInt32BE());
  let text = '';
  for (let index = 0; index < 16; index += 1) {
    text = BASE32.charAt(Number(bits & 31n)) + text;
    bits >>= 5n;
  }
  return prefix + text;
}

/** 40 characters, the shape of a secret access key. */
export function secretAccessKey(random: Random): string {
  return random.text(BASE64, 40);
}

export function sessionToken(random: Random): string {
  return `FwoGZXIvYXdz${random.bytes(180).toString('base64')}`;
}

export function uuid(random: Random): string {
  const hex = random.bytes(16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
