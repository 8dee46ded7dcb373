import type { ModelService } from '../wire/model/service';
import { getOperations } from './get';
import { putOperations } from './put';
import { shardOperations } from './shards';
import { streamOperations } from './streams';
import { tagOperations } from './tags';

/** Amazon Kinesis Data Streams: shards that split and merge, iterators that expire, the limits of reading. No enhanced fan-out. */
export const kinesisService: ModelService = {
  signingName: 'kinesis',
  iamPrefix: 'kinesis',
  eventSource: 'kinesis.amazonaws.com',
  protocol: 'json',
  version: '1.1',
  target: 'Kinesis_20131202',
  denied: { code: 'AccessDeniedException', status: 400 },
  throttled: { code: 'ProvisionedThroughputExceededException', status: 400 },
  operations: { ...streamOperations, ...shardOperations, ...putOperations, ...getOperations, ...tagOperations },
};
