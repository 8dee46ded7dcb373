import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { objectsOf } from '../../s3/find';
import { storeObject } from '../../s3/objects';
import type { ChangeRecord } from '../../store/change-log';
import type { DeliveredFile } from '../../store/deliveries';
import { Batches } from '../batches';
import { chainOf, Digests } from '../digests';
import { logFileKey } from '../keys';
import { bucketAt, queueAt } from '../places';
import { recordText } from '../record-text';
import { expireFiles } from '../retention';
import { type Notify, notifierOf } from './notifications';
import type { Transport, TransportContext } from './transport';

type Context = TransportContext<'s3'> | TransportContext<'sqs'>;

/** A trail's log files in a bucket; kind `sqs` announces each. */
export function logFilesTransport(context: Context): Transport {
  const { spec } = context;
  const notify = spec.kind === 'sqs' ? notifierOf(context as TransportContext<'sqs'>) : undefined;
  const digests = spec.digest ? new Digests(context, spec.digest.intervalMs, notify) : undefined;
  const stopExpiry = expireFiles(context);
  const batches = new Batches({
    intervalMs: spec.intervalMs,
    aligned: true,
    most: spec.maxRecords,
    write: (batch, account, region) => addFile(context, notify, batch, account, region),
  });
  return {
    check: () => {
      bucketAt(context.world, spec.bucket);
      if (spec.kind === 'sqs') queueAt(context.world, spec);
    },
    take: (record) => batches.add(record),
    ...(notify ? { greet: notify.greet } : {}),
    flush: (withDigests) => {
      batches.flush();
      return withDigests ? digests?.write() : undefined;
    },
    close: () => {
      batches.close();
      digests?.close();
      stopExpiry();
    },
  };
}

function addFile(
  context: Context,
  notify: Notify | undefined,
  batch: readonly ChangeRecord[],
  account: string,
  region: string,
): void {
  const { state, outbox, faults, spec } = context;
  const text = `{"Records":[${batch.map(recordText).join(',')}]}`;
  const eventIds = batch.map(({ eventID }) => eventID);
  const bytes = faults.corrupted(gzipSync(text, { level: 1 }), eventIds);
  const times = batch.map(({ eventTime }) => eventTime).sort();
  const hash = createHash('sha256').update(text).digest('hex');
  const newFile = (): DeliveredFile => {
    const key = logFileKey(spec, account, region, context.world.clock.now());
    return { key, hash, newest: times.at(-1) ?? '', oldest: times[0] ?? '' };
  };
  const list = (file: DeliveredFile) => {
    if (spec.digest) chainOf(context, account, region).files.push(file);
  };
  const isTaken = notify !== undefined && faults.loses('lostFiles', eventIds);
  let first: DeliveredFile | undefined;
  outbox.add({
    sequences: batch.map(({ sequence }) => sequence),
    eventIds,
    send: (copy) => {
      if (isTaken) return copy === 0 ? list(newFile()) : undefined;
      // A message comes twice for one file; without messages it is the file that comes twice, under another name.
      if (notify === undefined || first === undefined) {
        const file = newFile();
        putFile(context, file.key, bytes);
        first = file;
        list(file);
        state.counts.files += 1;
      }
      notify?.announce(first.key, account, region);
    },
    lost: () => {
      const file = newFile();
      list(file);
      if (notify) putFile(context, file.key, bytes);
    },
  });
}

function putFile({ world, spec }: Context, key: string, bytes: Buffer): void {
  const { owner, bucket } = bucketAt(world, spec.bucket);
  const more = { contentType: 'application/json', contentEncoding: 'gzip' };
  storeObject(objectsOf(owner, bucket.name), key, bytes, world.clock.now(), more);
  world.touch();
}
