import { authorize } from '../authorize/authorize';
import { callRecord } from '../authorize/call-record';
import type { ActionDefinition, Call, Trail } from './action';
import { isDataEvent } from './data-events';
import { AwsError } from './errors';
import type { OutputRecord } from './xml';

/** Runs one action with its caller's permissions, and records it as CloudTrail would. CloudFormation runs IAM's actions through it. */
export async function execute(definition: ActionDefinition, call: Call): Promise<OutputRecord | undefined> {
  const { changes } = call.world;
  const { mutates } = definition;
  const isRecorded = mutates || (changes.recordsReads && !isDataEvent(call));
  try {
    authorize(call, definition.ask(call));
    const result = await definition.handle(call);
    if (isRecorded)
      changes.record(callRecord(call, { mutates, result, trail: definition.trail?.(call, result) ?? {} }));
    if (mutates) call.world.touch();
    return result;
  } catch (error) {
    if (isRecorded && error instanceof AwsError) {
      changes.record(callRecord(call, { mutates, error, trail: attempted(definition, call) }));
    }
    throw error;
  }
}

/** What is recorded of a refused call's input; its own form may need an answer, which there is not. */
function attempted(definition: ActionDefinition, call: Call): Trail {
  try {
    return definition.trail?.(call, {}) ?? {};
  } catch {
    return {};
  }
}
