import type { StrategyName } from '@/lib/schemas/event-source';
import { eventbridge } from './eventbridge';
import { kinesis } from './kinesis';
import { s3 } from './s3';
import { sqs } from './sqs';
import type { Strategy } from './types';

/** Every way that events get here. */
export const STRATEGIES_BY_NAME = { eventbridge, sqs, s3, kinesis } as const satisfies {
  [S in StrategyName]: Strategy<S>;
};
