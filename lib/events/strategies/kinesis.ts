import { decodeStreamRecord } from '@/lib/events/decode/stream-record';
import { placeFrom, positionOf } from './kinesis/checkpoint';
import { consumeStream } from './kinesis/consume';
import { kinesisComparison, kinesisConfigSchema } from './kinesis/describe';
import { planShards, regionOfStream } from './kinesis/shards';
import { testStream } from './kinesis/test';
import type { Strategy } from './types';

/** A stream that a subscription of CloudWatch Logs feeds. */
export const kinesis: Strategy<'kinesis'> = {
  name: 'kinesis',
  comparison: kinesisComparison,
  configSchema: kinesisConfigSchema,
  regionOf: regionOfStream,
  discover: planShards,
  // A shard's children wait for their discovery once it has ended; listing shards costs nothing.
  discoverEveryMs: 10_000,
  consume: consumeStream,
  test: testStream,
  replay: async (_ctx, _config, { deliveryId, payload }) => decodeStreamRecord(payload, deliveryId),
  checkpointAt: (_shard, at) => placeFrom(at),
  position: positionOf,
};
