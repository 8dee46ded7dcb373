import { setImmediate as tick } from 'node:timers/promises';
import type { Stack, StackOutput, StackResource } from '../store/stack';
import type { Call } from '../wire/action';
import { handlerReason, iamPort } from './iam-port';
import { condition, resolve, type Scope } from './intrinsics';
import { orderedResources, sameJson, scopeOf } from './plan';
import type { IamPort, Properties, ResourceType } from './resource-type';
import { isResourceType, RESOURCE_TYPES } from './resource-types';
import { setResourceStatus, setStackStatus } from './stacks';
import { parseTemplate, type TemplateResource } from './template';

/** What one operation on a stack works with. `replaced` are old resources to remove when all went well. */
type Work = { call: Call; stack: Stack; iam: IamPort; replaced: StackResource[] };

function typeOf(name: string): ResourceType {
  if (!isResourceType(name)) throw new Error(`No resource type ${name}.`);
  return RESOURCE_TYPES[name];
}

/** Makes the stack's resources; a failure rolls back all of them, unless rollback is disabled. */
export async function createResources(call: Call, stack: Stack): Promise<void> {
  const work = { call, stack, iam: iamPort(call, stack), replaced: [] };
  const failed = await settle(work);
  if (failed === undefined) {
    setStackStatus(call, stack, 'CREATE_COMPLETE');
    return;
  }
  const reason = `The following resource(s) failed to create: [${failed}]. `;
  if (stack.disableRollback) {
    setStackStatus(call, stack, 'CREATE_FAILED', reason);
    return;
  }
  setStackStatus(call, stack, 'ROLLBACK_IN_PROGRESS', `${reason}Rollback requested by user.`);
  const stuck = await removeAll(work, [...stack.resources].reverse());
  setStackStatus(call, stack, stuck.length === 0 ? 'ROLLBACK_COMPLETE' : 'ROLLBACK_FAILED');
}

/** Brings the stack's resources to its new template; a failure brings back `before`. */
export async function updateResources(call: Call, stack: Stack, before: Stack): Promise<void> {
  const work: Work = { call, stack, iam: iamPort(call, stack), replaced: [] };
  const failed = await settle(work);
  if (failed === undefined) {
    await removeAll(work, work.replaced);
    setStackStatus(call, stack, 'UPDATE_COMPLETE');
    return;
  }
  setStackStatus(
    call,
    stack,
    'UPDATE_ROLLBACK_IN_PROGRESS',
    `The following resource(s) failed to update: [${failed}]. `,
  );
  const { template, parameters, capabilities, tags, description } = before;
  Object.assign(stack, { template, parameters, capabilities, tags, description });
  // What was replaced is still there: it comes back, and its replacement goes.
  const surplus = work.replaced.map((old) => stack.resources.find((each) => each.logicalId === old.logicalId));
  stack.resources = stack.resources.map(
    (each) => work.replaced.find((old) => old.logicalId === each.logicalId) ?? each,
  );
  const back: Work = { call, stack, iam: iamPort(call, stack), replaced: [] };
  const stuck = await settle(back);
  const removable = [...surplus.filter((each) => each !== undefined), ...back.replaced];
  const left = stuck === undefined ? await removeAll(back, removable) : [stuck];
  setStackStatus(call, stack, left.length === 0 ? 'UPDATE_ROLLBACK_COMPLETE' : 'UPDATE_ROLLBACK_FAILED');
}

export async function deleteResources(call: Call, stack: Stack): Promise<void> {
  const work = { call, stack, iam: iamPort(call, stack), replaced: [] };
  const stuck = await removeAll(work, [...stack.resources].reverse());
  if (stuck.length > 0) {
    setStackStatus(call, stack, 'DELETE_FAILED', `The following resource(s) failed to delete: [${stuck.join(', ')}]. `);
    return;
  }
  stack.deletedAt = call.world.clock.now();
  setStackStatus(call, stack, 'DELETE_COMPLETE');
}

/** One pass over the template: creates, updates, replaces. Gives the logical id that failed, if one did. */
async function settle(work: Work): Promise<string | undefined> {
  const { call, stack } = work;
  const template = parseTemplate(stack.template);
  const live = stack.resources.filter((each) => each.status !== 'DELETE_COMPLETE' && each.physicalId !== '');
  const made = new Map(live.map((each) => [each.logicalId, each]));
  const scope = scopeOf(call.account, stack, template, stack.parameters, made);
  const wanted = orderedResources(scope);
  for (const [logicalId, resource] of wanted) {
    await tick();
    const old = made.get(logicalId);
    const settled = await settleOne(work, scope, logicalId, resource, old);
    if (settled === undefined) return logicalId;
    made.set(logicalId, settled);
    stack.resources = [...stack.resources.filter((each) => each.logicalId !== logicalId), settled];
  }
  const names = new Set(wanted.map(([name]) => name));
  work.replaced.unshift(
    ...stack.resources.filter((each) => !names.has(each.logicalId) && live.includes(each)).reverse(),
  );
  stack.outputs = outputsOf(scope);
  return undefined;
}

async function settleOne(
  work: Work,
  scope: Scope,
  logicalId: string,
  resource: TemplateResource,
  old: StackResource | undefined,
): Promise<StackResource | undefined> {
  const { call, stack, iam } = work;
  const type = typeOf(resource.Type);
  const verb = old === undefined ? 'CREATE' : 'UPDATE';
  const row: StackResource = old
    ? { ...old }
    : {
        logicalId,
        type: resource.Type,
        physicalId: '',
        status: 'CREATE_IN_PROGRESS',
        reason: undefined,
        at: call.now,
        properties: {},
        attributes: {},
        tags: [],
      };
  try {
    const properties = resolve(resource.Properties, scope) as Properties;
    if (old && sameJson(properties, old.properties) && sameJson(old.tags, iam.tags)) return old;
    setResourceStatus(call, stack, row, `${verb}_IN_PROGRESS`);
    const replaces = old !== undefined && type.mustReplace(old.properties, properties);
    const result =
      old && !replaces
        ? await type.update(iam, old, old.properties, properties)
        : await type.create(iam, logicalId, properties);
    if (old && replaces) work.replaced.push(old);
    Object.assign(row, result, { properties, tags: iam.tags });
    setResourceStatus(call, stack, row, `${verb}_COMPLETE`);
    return row;
  } catch (error) {
    setResourceStatus(call, stack, row, `${verb}_FAILED`, handlerReason(error, call.requestId));
    if (old === undefined) stack.resources = [...stack.resources.filter((each) => each.logicalId !== logicalId), row];
    return undefined;
  }
}

/** Removes resources in the order given; gives the logical ids that would not go. */
async function removeAll(work: Work, resources: readonly StackResource[]): Promise<string[]> {
  const { call, stack, iam } = work;
  const stuck: string[] = [];
  for (const resource of resources) {
    if (resource.physicalId === '' || resource.status === 'DELETE_COMPLETE') continue;
    await tick();
    setResourceStatus(call, stack, resource, 'DELETE_IN_PROGRESS');
    try {
      await typeOf(resource.type).remove(iam, resource, resource.properties);
      setResourceStatus(call, stack, resource, 'DELETE_COMPLETE');
    } catch (error) {
      const reason = handlerReason(error, call.requestId);
      // What someone else deleted already is gone as wanted.
      const isGone = reason.includes('HandlerErrorCode: NotFound');
      setResourceStatus(
        call,
        stack,
        resource,
        isGone ? 'DELETE_COMPLETE' : 'DELETE_FAILED',
        isGone ? undefined : reason,
      );
      if (!isGone) stuck.push(resource.logicalId);
    }
  }
  stack.resources = stack.resources.filter(
    (each) => each.status !== 'DELETE_COMPLETE' || stack.status.startsWith('DELETE'),
  );
  return stuck;
}

function outputsOf(scope: Scope): StackOutput[] {
  return Object.entries(scope.template.Outputs)
    .filter(([, output]) => output.Condition === undefined || condition(output.Condition, scope))
    .map(([key, output]) => ({
      key,
      value: String(resolve(output.Value, scope)),
      description: output.Description,
      exportName: output.Export === undefined ? undefined : String(resolve(output.Export.Name, scope)),
    }));
}
