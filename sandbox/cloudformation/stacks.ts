import { uuid } from '../store/ids';
import type { ResourceStatus, Stack, StackResource, StackStatus } from '../store/stack';
import type { Call } from '../wire/action';
import { validationError } from '../wire/errors';

const NAME = /^[a-zA-Z][-a-zA-Z0-9]*$/;

export function stackNameParam(call: Call): string {
  return call.params.matching('StackName', NAME, '[a-zA-Z][-a-zA-Z0-9]*', 1, 128);
}

/** A stack of the call's region by name (deleted ones are gone) or by id (deleted ones stay to be seen). */
export function findStack(call: Call, nameOrId = call.params.string('StackName')): Stack | undefined {
  const stack = call.account.stacks.get(nameOrId);
  if (stack !== undefined) return stack.region === call.region ? stack : undefined;
  return stacksOf(call).find((each) => each.name === nameOrId && each.status !== 'DELETE_COMPLETE');
}

export function stacksOf(call: Call): Stack[] {
  return [...call.account.stacks.values()].filter((stack) => stack.region === call.region);
}

export function requireStack(call: Call): Stack {
  const stack = findStack(call);
  if (stack === undefined) throw validationError(`Stack with id ${call.params.string('StackName')} does not exist`);
  return stack;
}

/** The stack the caller's policies are asked about. */
export function askStack(call: Call): string {
  const name = call.params.optional('StackName');
  if (name === undefined) return '*';
  const known = findStack(call, name)?.id;
  return known ?? `arn:aws:cloudformation:${call.region}:${call.account.id}:stack/${name}/*`;
}

export function newStack(call: Call, name: string, status: StackStatus): Stack {
  const id = `arn:aws:cloudformation:${call.region}:${call.account.id}:stack/${name}/${uuid(call.world.random)}`;
  const stack: Stack = {
    id,
    name,
    region: call.region,
    description: undefined,
    template: '',
    parameters: [],
    capabilities: [],
    tags: [],
    status,
    reason: undefined,
    createdAt: call.now,
    updatedAt: undefined,
    deletedAt: undefined,
    resources: [],
    outputs: [],
    events: [],
    changeSets: [],
    disableRollback: false,
  };
  call.account.stacks.set(id, stack);
  return stack;
}

export function setStackStatus(call: Call, stack: Stack, status: StackStatus, reason?: string): void {
  stack.status = status;
  stack.reason = reason;
  const event = { logicalId: stack.name, physicalId: stack.id, type: 'AWS::CloudFormation::Stack', status, reason };
  addEvent(call, stack, event);
}

export function setResourceStatus(
  call: Call,
  stack: Stack,
  resource: StackResource,
  status: ResourceStatus,
  reason?: string,
): void {
  resource.status = status;
  resource.reason = reason;
  resource.at = call.world.clock.now();
  const { logicalId, physicalId, type } = resource;
  addEvent(call, stack, { logicalId, physicalId, type, status, reason });
}

function addEvent(call: Call, stack: Stack, event: Omit<Stack['events'][number], 'id' | 'at'>): void {
  stack.events.push({ ...event, id: uuid(call.world.random), at: call.world.clock.now() });
  call.world.touch();
}
