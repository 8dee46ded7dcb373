import type { TrailRecord } from '@/lib/events/record';
import type { Delivery } from '@/lib/events/strategies/types';
import { noDrops } from './drops';
import { DecodeFault, poisonOf } from './fault';
import { type DecodeLimits, LOG_FILE_LIMITS } from './limits';
import type { DecodePool } from './pool';
import { addTexts, type Decoded } from './records';
import { free } from './sifted-list';

/** `accountId`: the account whose folder the key is in; every record in the file has to be its own. */
export type LogObject = { bucket: string; key: string; bytes: Uint8Array; accountId: string };

/**
 * A log file as a delivery. Never throws for what is in the file: what cannot be read is poison whose payload is a
 * notification of this object, so that a replay fetches it again.
 */
export async function decodeLogObject(
  pool: Pick<DecodePool, 'sift'>,
  { bucket, key, bytes, accountId }: LogObject,
  limits: DecodeLimits = LOG_FILE_LIMITS,
): Promise<Delivery> {
  const decoded: Decoded = { records: [], dropped: noDrops(), poison: [] };
  const ask = (whole: boolean) =>
    pool.sift({ compressed: bytes, deliveryId: key, limits, how: { whole, digest: true } });
  try {
    let file = await ask(false);
    const sound = await addTexts(decoded, file, key);
    free(file.json);
    if (!sound) {
      file = await ask(true);
      await addTexts(decoded, file, key);
    }
    const { sha256, dropped, poison } = file;
    for (const name of ['readOnly', 'failed', 'other'] as const) decoded.dropped[name] += dropped[name];
    decoded.poison.push(...poison.map((one) => ({ ...one, payload: one.payload && Buffer.from(one.payload) })));
    quarantineForeign(decoded, accountId, key);
    return { id: key, ...decoded, file: { bucket, key, sha256 } };
  } catch (error) {
    if (!(error instanceof DecodeFault)) throw error;
    return objectPoison(bucket, key, error, bytes.length);
  }
}

/** CloudTrail files a record under its recipient: one of another account was not written by CloudTrail. */
function quarantineForeign(decoded: Decoded, accountId: string, key: string): void {
  if (decoded.records.every(({ recipientAccountId }) => recipientAccountId === accountId)) return;
  const [own, foreign] = [[] as TrailRecord[], [] as TrailRecord[]];
  for (const record of decoded.records) (record.recipientAccountId === accountId ? own : foreign).push(record);
  decoded.records = own;
  const message = `${foreign.length} records of other accounts than ${accountId}, in whose folder the file is.`;
  decoded.poison.push(poisonOf(key, new DecodeFault('forged_envelope', message), null, 0));
}

/** An object that says nothing of changes. */
export const emptyDelivery = (id: string): Delivery => ({ id, records: [], dropped: noDrops(), poison: [] });

/** An object that gives nothing but a quarantine entry. */
export function objectPoison(bucket: string, key: string, fault: DecodeFault, bytes: number): Delivery {
  const notification = Buffer.from(JSON.stringify({ s3Bucket: bucket, s3ObjectKey: [key] }));
  return { id: key, records: [], dropped: noDrops(), poison: [{ ...poisonOf(key, fault, notification, bytes) }] };
}
