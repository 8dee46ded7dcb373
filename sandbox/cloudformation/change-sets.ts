import { uuid } from '../store/ids';
import type { ChangeSet, ResourceChange, Stack } from '../store/stack';
import { type Call, reads, writes } from '../wire/action';
import { AwsError, validationError } from '../wire/errors';
import { checkUpdatable, fulfil, inBackground, readWish, startUpdate } from './change-stacks';
import { createResources } from './deploy';
import { checkCapabilities, plannedChanges, scopeOf } from './plan';
import { askStack, findStack, newStack, setStackStatus, stackNameParam } from './stacks';
import { parseTemplate } from './template';

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** A change set by its ARN, or by its name with its stack's. */
function findChangeSet(call: Call): { stack: Stack; changeSet: ChangeSet } {
  const wanted = call.params.string('ChangeSetName');
  const named = call.params.optional('StackName');
  const stacks = named === undefined ? [...call.account.stacks.values()] : [findStack(call, named)];
  for (const stack of stacks) {
    const changeSet = stack?.changeSets.find((each) => each.id === wanted || (named && each.name === wanted));
    if (stack && changeSet) return { stack, changeSet };
  }
  throw new AwsError('ChangeSetNotFound', `ChangeSet [${wanted}] does not exist`, 404);
}

function askChangeSet(call: Call): string {
  if (call.params.has('StackName')) return askStack(call);
  const wanted = call.params.optional('ChangeSetName');
  const stack = [...call.account.stacks.values()].find((each) => each.changeSets.some(({ id }) => id === wanted));
  return stack?.id ?? '*';
}

function changeOutput(change: ResourceChange) {
  return {
    Type: 'Resource',
    ResourceChange: {
      Action: change.action,
      LogicalResourceId: change.logicalId,
      PhysicalResourceId: change.physicalId,
      ResourceType: change.type,
      Replacement: change.replacement,
      Scope: change.action === 'Modify' ? ['Properties'] : [],
      Details: [],
    },
  };
}

function summary(stack: Stack, changeSet: ChangeSet) {
  return {
    ChangeSetId: changeSet.id,
    ChangeSetName: changeSet.name,
    StackId: stack.id,
    StackName: stack.name,
    Description: changeSet.description,
    CreationTime: new Date(changeSet.createdAt),
    Status: changeSet.status,
    StatusReason: changeSet.reason,
    ExecutionStatus: changeSet.executionStatus,
  };
}

function stackForChangeSet(call: Call, type: 'CREATE' | 'UPDATE'): Stack {
  const name = stackNameParam(call);
  const existing = findStack(call, name);
  if (type === 'UPDATE') {
    if (existing === undefined) throw validationError(`Stack [${name}] does not exist`);
    checkUpdatable(existing);
    return existing;
  }
  if (existing && existing.status !== 'REVIEW_IN_PROGRESS') {
    throw validationError(
      `Stack [${name}] already exists and cannot be created again with the changeSet [${call.params.string('ChangeSetName')}].`,
    );
  }
  if (existing) return existing;
  // Whatever is wrong with the template must not leave an empty stack behind.
  const wish = readWish(call, { id: 'pending', name, region: call.region });
  checkCapabilities(wish.template, wish.capabilities);
  const stack = newStack(call, name, 'REVIEW_IN_PROGRESS');
  setStackStatus(call, stack, 'REVIEW_IN_PROGRESS', 'User Initiated');
  return stack;
}

export const changeSetActions = {
  CreateChangeSet: writes(askStack, (call) => {
    const { params, world } = call;
    const name = params.matching('ChangeSetName', /^[a-zA-Z][-a-zA-Z0-9]*$/, '[a-zA-Z][-a-zA-Z0-9]*', 1, 128);
    const type = params.oneOf('ChangeSetType', ['CREATE', 'UPDATE']) ?? 'UPDATE';
    const stack = stackForChangeSet(call, type);
    if (stack.changeSets.some((each) => each.name === name)) {
      throw new AwsError(
        'AlreadyExistsException',
        `ChangeSet ${name} cannot be created due to a mismatch with existing attribute`,
        409,
      );
    }
    const wish = readWish(call, stack, type === 'UPDATE' ? stack : undefined);
    checkCapabilities(wish.template, wish.capabilities);
    const changes = plannedChanges(scopeOf(call.account, stack, wish.template, wish.parameters), stack.resources);
    const isEmpty = changes.length === 0 && JSON.stringify(wish.tags) === JSON.stringify(stack.tags);
    const changeSet: ChangeSet = {
      id: `arn:aws:cloudformation:${call.region}:${call.account.id}:changeSet/${name}/${uuid(world.random)}`,
      name,
      type,
      status: isEmpty ? 'FAILED' : 'CREATE_COMPLETE',
      executionStatus: isEmpty ? 'UNAVAILABLE' : 'AVAILABLE',
      reason: isEmpty ? NO_CHANGES : undefined,
      createdAt: call.now,
      description: params.optional('Description'),
      template: wish.body,
      parameters: wish.parameters,
      capabilities: wish.capabilities,
      tags: wish.tags,
      changes,
    };
    stack.changeSets.push(changeSet);
    return { Id: changeSet.id, StackId: stack.id };
  }),
  DescribeChangeSet: reads(askChangeSet, (call) => {
    const { stack, changeSet } = findChangeSet(call);
    return {
      ...summary(stack, changeSet),
      Parameters: changeSet.parameters.map(({ key, value, noEcho }) => ({
        ParameterKey: key,
        ParameterValue: noEcho ? '****' : value,
      })),
      Capabilities: [...changeSet.capabilities],
      Tags: changeSet.tags.map(({ key, value }) => ({ Key: key, Value: value })),
      Changes: changeSet.changes.map(changeOutput),
    };
  }),
  ListChangeSets: reads(askStack, (call) => {
    const stack = findStack(call);
    if (stack === undefined) throw validationError(`Stack [${call.params.string('StackName')}] does not exist`);
    return { Summaries: stack.changeSets.map((each) => summary(stack, each)) };
  }),
  ExecuteChangeSet: writes(askChangeSet, (call) => {
    const { stack, changeSet } = findChangeSet(call);
    if (changeSet.executionStatus !== 'AVAILABLE') {
      throw new AwsError(
        'InvalidChangeSetStatus',
        `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${changeSet.status}]`,
        400,
      );
    }
    const { template: body, type } = changeSet;
    const wish = {
      body,
      template: parseTemplate(body),
      parameters: [...changeSet.parameters],
      capabilities: [...changeSet.capabilities],
      tags: [...changeSet.tags],
    };
    if (type === 'UPDATE') checkUpdatable(stack);
    stack.changeSets = [];
    if (type === 'UPDATE') {
      startUpdate(call, stack, wish);
      return {};
    }
    fulfil(stack, wish, wish.template.Description);
    stack.disableRollback = call.params.boolean('DisableRollback', false);
    setStackStatus(call, stack, 'CREATE_IN_PROGRESS', 'User Initiated');
    inBackground(call, stack, createResources(call, stack), 'CREATE_FAILED');
    return {};
  }),
  DeleteChangeSet: writes(askChangeSet, (call) => {
    const { stack, changeSet } = findChangeSet(call);
    stack.changeSets = stack.changeSets.filter((each) => each !== changeSet);
    return {};
  }),
};
