import type { ActionDefinition } from '../wire/action';
import { userActions } from './users';

/** Every IAM action the sandbox answers. */
export const iamActions: Readonly<Record<string, ActionDefinition>> = {
  ...userActions,
};
