import type { ActionDefinition } from '../wire/action';

/** Every CloudFormation action the sandbox answers. */
export const cloudFormationActions: Readonly<Record<string, ActionDefinition>> = {};
