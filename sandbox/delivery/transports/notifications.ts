import { bucketsOf, objectsOf } from '../../s3/find';
import { putMessage } from '../../sqs/send-receive';
import {
  cloudTrailNotification,
  type NotifiedObject,
  s3Notification,
  s3TestEvent,
  snsEnvelope,
  VALIDATION_MESSAGE,
} from '../envelopes';
import { bucketAt, queueAt } from '../places';
import type { TransportContext } from './transport';

export type Notify = {
  /** A new log file. */
  announce: (key: string, account: string, region: string) => void;
  /** Any other new object: S3 announces it, CloudTrail does not. */
  announceOther: (key: string) => void;
  greet: () => void;
};

/** Announces files to a queue in the shape the target wants. */
export function notifierOf({ world, state, spec, outbox }: TransportContext<'sqs'>): Notify {
  const now = () => world.clock.now();
  const send = (body: string) => {
    putMessage(world, queueAt(world, spec), body, { senderId: spec.shape === 's3-raw' ? 's3' : 'sns' });
    state.counts.messages += 1;
  };
  const topic = () => {
    const { owner, bucket } = bucketAt(world, spec.bucket);
    return `arn:aws:sns:${bucket.region}:${owner.id}:${spec.name ?? 'cloudtrail-logs'}`;
  };
  const bodyOfS3 = (message: string) =>
    spec.shape === 's3-raw' ? message : snsEnvelope(topic(), message, now(), 'Amazon S3 Notification');
  const announceObject = (key: string) => send(bodyOfS3(s3Notification(objectAt(world, spec.bucket, key))));
  return {
    announce: (key) => {
      if (spec.shape !== 'cloudtrail-sns') return announceObject(key);
      return send(snsEnvelope(topic(), cloudTrailNotification(spec.bucket, [key]), now()));
    },
    announceOther: (key) => {
      if (spec.shape !== 'cloudtrail-sns') announceObject(key);
    },
    greet: () => {
      const own = spec.shape === 'cloudtrail-sns';
      outbox.add({
        sequences: [],
        eventIds: [],
        send: () =>
          send(own ? snsEnvelope(topic(), VALIDATION_MESSAGE, now()) : bodyOfS3(s3TestEvent(spec.bucket, now()))),
      });
    },
  };
}

function objectAt(world: TransportContext<'sqs'>['world'], name: string, key: string): NotifiedObject {
  const { owner } = bucketAt(world, name);
  const region = bucketsOf(owner).get(name)?.region ?? '';
  const stored = objectsOf(owner, name).get(key);
  return {
    bucket: name,
    region,
    ownerId: owner.id,
    key,
    size: stored?.size ?? 0,
    etag: stored?.etag ?? '',
    at: world.clock.now(),
  };
}
