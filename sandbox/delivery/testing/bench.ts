import { gunzipSync } from 'node:zlib';
import { CreateBucketCommand, PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { objectsOf } from '../../s3/find';
import type { SandboxOptions } from '../../server';
import { aSandbox } from '../../testing/sandbox';
import type { DeliveryView } from '../deliveries';
import type { DeliveryInput } from '../spec';

export type Json = Record<string, unknown>;
export const REGION = 'eu-west-1';

/** A sandbox with clients of the staging account, and its deliveries steered by the admin endpoints. */
export async function deliveryBench(options: SandboxOptions = {}) {
  const sandbox = await aSandbox(options);
  const credentials = sandbox.adminKey('staging');
  const clients = new Map<number, { s3: S3Client; sqs: SQSClient }>();
  /** A client's clock is set when it is made: after the sandbox's has been moved it takes new ones. */
  const current = () => {
    const systemClockOffset =
      Math.round(((options.clock?.now() ?? 0) - (options.clock ? Date.now() : 0)) / 1000) * 1000;
    const config = { endpoint: sandbox.url, region: REGION, credentials, maxAttempts: 1, systemClockOffset };
    const known = clients.get(systemClockOffset) ?? {
      s3: new S3Client({ ...config, forcePathStyle: true }),
      sqs: new SQSClient({ ...config, useQueueUrlAsEndpoint: false }),
    };
    clients.set(systemClockOffset, known);
    return known;
  };
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${sandbox.url}/_sandbox${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Json };
  };
  return {
    ...sandbox,
    current,
    ask,
    deliver: async (body: DeliveryInput) => (await ask('POST', '/deliveries', body)).body as unknown as DeliveryView,
    view: async (id: string) => (await ask('GET', `/deliveries/${id}`)).body as unknown as DeliveryView,
    flush: async (id: string, digests = false) =>
      (await ask('POST', `/deliveries/${id}/flush?digests=${digests}`)).body as unknown as DeliveryView,
    queue: async (QueueName: string) =>
      (await current().sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '',
    bucket: (Bucket: string) =>
      current().s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } })),
    tag: (Bucket: string, Value: string) =>
      current().s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'team', Value }] } })),
    /** All messages there are, deleted; texts. */
    drain: async (QueueUrl: string): Promise<string[]> => {
      const bodies: string[] = [];
      for (;;) {
        const { Messages = [] } = await current().sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
        );
        if (Messages.length === 0) return bodies;
        bodies.push(...Messages.map(({ Body }) => Body ?? ''));
        const Entries = Messages.map(({ ReceiptHandle }, n) => ({ Id: String(n), ReceiptHandle }));
        await current().sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      }
    },
    /** What lies in a bucket of staging: key and content as text. */
    files: (bucket: string) =>
      objectsOf(sandbox.account('staging'), bucket)
        .list()
        .map((stored) => ({ ...stored, text: gunzipSync(Buffer.from(stored.body, 'base64')).toString() })),
  };
}

export type DeliveryBench = Awaited<ReturnType<typeof deliveryBench>>;

/** The calls of a log file's text, `name` and what it was called on. */
export const namesIn = (text: string) =>
  (JSON.parse(text).Records as { eventName: string }[]).map((each) => each.eventName);
