import { AppError } from '@/lib/errors/app-error';
import { decodeStreamRecord } from '@/lib/events/decode/stream-record';
import { kinesisComparison, kinesisConfigSchema } from './kinesis/describe';
import type { Strategy } from './types';

const notYet = (): never => {
  throw new AppError('not_configured', 'Streams cannot be consumed by this version.');
};

/** A stream that a subscription of CloudWatch Logs feeds. */
export const kinesis: Strategy<'kinesis'> = {
  name: 'kinesis',
  comparison: kinesisComparison,
  configSchema: kinesisConfigSchema,
  regionOf: ({ streamARN }) => streamARN.split(':')[3] ?? '',
  discover: notYet,
  discoverEveryMs: 60_000,
  consume: notYet,
  test: notYet,
  replay: async (_ctx, _config, { deliveryId, payload }) => decodeStreamRecord(payload, deliveryId),
  checkpointAt: notYet,
  position: () => null,
};
