import { GetQueueAttributesCommand, type QueueAttributeName } from '@aws-sdk/client-sqs';
import { classifyAwsError } from '@/lib/aws/errors';
import type { StrategyContext } from '@/lib/events/strategies/types';
import type { QueueConfig } from '@/lib/schemas/event-source';

/** SQS's default, assumed where the attributes may not be read. */
const USUAL_VISIBILITY_MS = 30_000;

/** How long the queue hides what was received. Reading it may be denied: then the usual 30 s are assumed. */
export async function visibilityOf(ctx: StrategyContext, config: QueueConfig): Promise<number> {
  try {
    const attributes = await attributesOf(ctx, config, ['VisibilityTimeout']);
    const seconds = Number(attributes.VisibilityTimeout);
    return Number.isFinite(seconds) ? seconds * 1000 : USUAL_VISIBILITY_MS;
  } catch (error) {
    if (classifyAwsError(error).kind !== 'denied') throw error;
    return USUAL_VISIBILITY_MS;
  }
}

export async function attributesOf(
  ctx: StrategyContext,
  { queueURL, region }: QueueConfig,
  names: QueueAttributeName[],
): Promise<Partial<Record<QueueAttributeName, string>>> {
  const command = new GetQueueAttributesCommand({ QueueUrl: queueURL, AttributeNames: names });
  const { Attributes } = await ctx.clients(region).sqs.send(command, { abortSignal: ctx.signal });
  return Attributes ?? {};
}
