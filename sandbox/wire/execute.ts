import { authorize } from '../authorize/authorize';
import { mutationRecord } from '../authorize/mutation';
import type { ActionDefinition, Call } from './action';
import type { OutputRecord } from './xml';

/** Runs one action with its caller's permissions, and records what it changed. CloudFormation runs IAM's actions through it. */
export async function execute(definition: ActionDefinition, call: Call): Promise<OutputRecord | undefined> {
  authorize(call, definition.ask(call));
  const result = await definition.handle(call);
  if (definition.mutates) {
    call.world.changes.recordMutation(mutationRecord(call, result, definition.trail?.(call, result)));
    call.world.touch();
  }
  return result;
}
