import type { Call } from './action';

/** What trails call data events and leave out unless they are told otherwise (CloudTrail User Guide, "Logging data events"). */
const DATA: Readonly<Record<string, RegExp>> = {
  s3: /^(Get|Put|Head|Delete|Copy|List)Objects?(V2)?$/,
  sqs: /^(Send|Receive|Delete)Message(Batch)?$|^ChangeMessageVisibility/,
  sns: /^Publish/,
  kinesis: /^(Get|Put)Records?$|^(SubscribeToShard|GetShardIterator)$/,
  lambda: /^Invoke/,
  dynamodb: /^(Get|Put|Update|Delete|BatchGet|BatchWrite)Item$|^(Query|Scan)$/,
};

export const isDataEvent = ({ service, action }: Pick<Call, 'service' | 'action'>): boolean =>
  DATA[service]?.test(action) ?? false;
