import { createHash, createPrivateKey, generateKeyPair, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { DigestKey } from '../store/deliveries';
import type { World } from '../store/world';

const DAY = 86_400_000;
const generate = promisify(generateKeyPair);
const making = new WeakMap<World, Map<string, Promise<DigestKey>>>();

/** The region's key that signs now; made at first use, as each region has its own (CloudTrail User Guide, "digest files"). */
export async function digestKeyOf(world: World, region: string): Promise<DigestKey> {
  const now = world.clock.now();
  const known = world.digestKeys.find((key) => key.region === region && key.validFrom <= now && now < key.validUntil);
  if (known) return known;
  const inMaking = making.get(world) ?? new Map<string, Promise<DigestKey>>();
  making.set(world, inMaking);
  const promise = inMaking.get(region) ?? makeKey(world, region).finally(() => inMaking.delete(region));
  inMaking.set(region, promise);
  return promise;
}

async function makeKey(world: World, region: string): Promise<DigestKey> {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: 2048 });
  const der = publicKey.export({ type: 'pkcs1', format: 'der' });
  const now = world.clock.now();
  const key: DigestKey = {
    region,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: der.toString('base64'),
    fingerprint: createHash('md5').update(der).digest('hex'),
    validFrom: now - DAY,
    validUntil: now + 365 * DAY,
  };
  world.digestKeys.push(key);
  world.touch();
  return key;
}

/** PKCS#1 v1.5 over SHA-256, in hex. */
export const signText = (key: DigestKey, text: string) =>
  sign('RSA-SHA256', Buffer.from(text), createPrivateKey(key.privateKey)).toString('hex');
