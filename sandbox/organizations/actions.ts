import type { ActionDefinition } from '../wire/action';

/** Every Organizations action the sandbox answers. */
export const organizationsActions: Readonly<Record<string, ActionDefinition>> = {};
