import type { ActionDefinition } from '../wire/action';
import { changeSetActions } from './change-sets';
import { changeStackActions } from './change-stacks';
import { describeActions } from './describe';

/** Every CloudFormation action the sandbox answers. */
export const cloudFormationActions = {
  ...changeStackActions,
  ...changeSetActions,
  ...describeActions,
} as const satisfies Record<string, ActionDefinition>;
