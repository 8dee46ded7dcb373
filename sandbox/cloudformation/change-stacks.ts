import { uuid } from '../store/ids';
import type { Stack, StackParameter, StackStatus } from '../store/stack';
import type { Tag } from '../store/types';
import { type Call, writes } from '../wire/action';
import { AwsError, validationError } from '../wire/errors';
import { createResources, deleteResources, updateResources } from './deploy';
import { checkRules, stackParameters } from './parameters';
import { checkCapabilities, orderedResources, plannedChanges, scopeOf, validateReferences } from './plan';
import { askStack, findStack, newStack, setStackStatus, stackNameParam } from './stacks';
import { parseTemplate, type Template } from './template';

export type Wish = {
  body: string;
  template: Template;
  parameters: StackParameter[];
  capabilities: string[];
  tags: Tag[];
};

export function templateBody(call: Call, previous?: Stack): string {
  const body = call.params.optional('TemplateBody');
  if (body !== undefined) return body;
  if (previous && call.params.boolean('UsePreviousTemplate', false)) return previous.template;
  if (call.params.has('TemplateURL')) {
    throw validationError('The Mooring sandbox has no S3: send the template itself (TemplateBody), not its URL.');
  }
  throw validationError('Either Template URL or Template Body must be specified.');
}

/** What the call asks the stack to become, checked as far as it can be without making anything. */
export function readWish(call: Call, stack: { id: string; name: string; region: string }, previous?: Stack): Wish {
  const body = templateBody(call, previous);
  const template = parseTemplate(body);
  validateReferences(template);
  const parameters = stackParameters(template, call.params.structs('Parameters'), previous?.parameters ?? []);
  const capabilities = call.params.list('Capabilities');
  const tags = call.params.has('Tags')
    ? call.params.structs('Tags').map((tag) => ({ key: tag.string('Key'), value: tag.optional('Value') ?? '' }))
    : [...(previous?.tags ?? [])];
  const scope = scopeOf(call.account, stack, template, parameters);
  checkRules(scope);
  orderedResources(scope);
  return { body, template, parameters, capabilities, tags };
}

export function fulfil(stack: Stack, wish: Omit<Wish, 'template'>, description: string | undefined): void {
  stack.template = wish.body;
  stack.parameters = wish.parameters;
  stack.capabilities = wish.capabilities;
  stack.tags = wish.tags;
  stack.description = description;
}

/** Runs an operation after the call was answered, as CloudFormation does; a defect of ours fails the stack visibly. */
export function inBackground(call: Call, stack: Stack, operation: Promise<void>, failed: StackStatus): void {
  operation.catch((error: unknown) => {
    console.error(`The sandbox failed on stack ${stack.name}:`, error);
    setStackStatus(call, stack, failed, 'Internal failure of the sandbox; see its output.');
  });
}

const UPDATABLE: readonly StackStatus[] = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'];

export function checkUpdatable(stack: Stack): void {
  if (UPDATABLE.includes(stack.status)) return;
  throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
}

export const changeStackActions = {
  CreateStack: writes(askStack, (call) => {
    const name = stackNameParam(call);
    if (findStack(call, name)) {
      throw new AwsError('AlreadyExistsException', `Stack [${name}] already exists`, 400);
    }
    const pending = { id: `pending/${uuid(call.world.random)}`, name, region: call.region };
    const wish = readWish(call, pending);
    checkCapabilities(wish.template, wish.capabilities);
    const stack = newStack(call, name, 'CREATE_IN_PROGRESS');
    fulfil(stack, wish, wish.template.Description);
    stack.disableRollback =
      call.params.boolean('DisableRollback', false) || call.params.optional('OnFailure') === 'DO_NOTHING';
    setStackStatus(call, stack, 'CREATE_IN_PROGRESS', 'User Initiated');
    inBackground(call, stack, createResources(call, stack), 'CREATE_FAILED');
    return { StackId: stack.id };
  }),
  UpdateStack: writes(askStack, (call) => {
    const stack = findStack(call);
    if (stack === undefined) throw validationError(`Stack [${call.params.string('StackName')}] does not exist`);
    checkUpdatable(stack);
    const wish = readWish(call, stack, stack);
    checkCapabilities(wish.template, wish.capabilities);
    const scope = scopeOf(call.account, stack, wish.template, wish.parameters);
    const isSame = plannedChanges(scope, stack.resources).length === 0;
    if (isSame && JSON.stringify(wish.tags) === JSON.stringify(stack.tags)) {
      throw validationError('No updates are to be performed.');
    }
    startUpdate(call, stack, wish);
    return { StackId: stack.id };
  }),
  DeleteStack: writes(askStack, (call) => {
    const stack = findStack(call);
    if (stack === undefined || stack.status === 'DELETE_COMPLETE') return undefined;
    if (stack.status.endsWith('_IN_PROGRESS') && stack.status !== 'REVIEW_IN_PROGRESS') {
      throw validationError(`Stack [${stack.name}] cannot be deleted while in status ${stack.status}`);
    }
    setStackStatus(call, stack, 'DELETE_IN_PROGRESS', 'User Initiated');
    inBackground(call, stack, deleteResources(call, stack), 'DELETE_FAILED');
    return undefined;
  }),
};

export function startUpdate(call: Call, stack: Stack, wish: Wish): void {
  const before = structuredClone(stack);
  fulfil(stack, wish, wish.template.Description);
  stack.updatedAt = call.now;
  setStackStatus(call, stack, 'UPDATE_IN_PROGRESS', 'User Initiated');
  inBackground(call, stack, updateResources(call, stack, before), 'UPDATE_ROLLBACK_FAILED');
}
