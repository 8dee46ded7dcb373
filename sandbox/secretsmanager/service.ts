import { trailRecord } from '../authorize/call-record';
import type { ActionDefinition } from '../wire/action';
import type { ModelOperation } from '../wire/model/operation';
import type { ModelService } from '../wire/model/service';
import { changeOperations } from './change';
import { describeOperations } from './describe';

/** CloudTrail writes `arn` where the rule of the small first letter would make `aRN`. */
const answered: NonNullable<ActionDefinition['trail']> = (_call, output) => {
  const { ARN, ...rest } = output as { ARN?: string };
  return { responseElements: ARN === undefined ? null : { arn: ARN, ...trailRecord(rest) } };
};

const recorded = Object.fromEntries(
  Object.entries<ModelOperation>(changeOperations).map(([name, operation]) => [
    name,
    { ...operation, trail: answered },
  ]),
);

/** AWS Secrets Manager without the secrets: values are taken and dropped, and no call gives one back. */
export const secretsManagerService: ModelService = {
  signingName: 'secretsmanager',
  iamPrefix: 'secretsmanager',
  eventSource: 'secretsmanager.amazonaws.com',
  protocol: 'json',
  version: '1.1',
  target: 'secretsmanager',
  throttled: { code: 'ThrottlingException', status: 400 },
  operations: { ...describeOperations, ...recorded },
};
