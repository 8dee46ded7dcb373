import { authorize } from '../authorize/authorize';
import type { Step } from '../store/activity';
import { uuid } from '../store/ids';
import type { SignedCaller } from '../store/session';
import type { ActionDefinition, Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { execute } from '../wire/execute';
import { MODEL_SERVICES } from '../wire/model-services';
import { Params } from '../wire/params';
import type { Sandbox } from '../wire/sandbox';
import { SERVICE_DEFINITIONS } from '../wire/services';

/** Who makes calls, from where and with what. */
export type Actor = { caller: SignedCaller; sourceIp: string; userAgent: string };

type Found = { definition: ActionDefinition; eventSource: string };

function find({ service, action }: Step): Found {
  const model = MODEL_SERVICES.find(({ iamPrefix, operations }) => iamPrefix === service && operations[action]);
  const modeled = model?.operations[action];
  if (model && modeled) return { definition: modeled, eventSource: model.eventSource };
  const iam: Readonly<Record<string, ActionDefinition>> = SERVICE_DEFINITIONS.iam.actions;
  const definition = service === 'iam' ? iam[action] : undefined;
  if (definition === undefined) throw new Error(`The sandbox has no action ${service}:${action}.`);
  return { definition, eventSource: `${service}.amazonaws.com` };
}

function callOf(sandbox: Sandbox, actor: Actor, region: string, step: Step, eventSource: string): Call {
  const { world } = sandbox;
  const account = world.accounts.get(actor.caller.accountId);
  if (account === undefined) throw new Error(`There is no account ${actor.caller.accountId}.`);
  return {
    sandbox,
    world,
    account,
    caller: actor.caller,
    params: new Params(step.input),
    service: step.service,
    eventSource,
    action: step.action,
    region,
    requestId: uuid(world.random),
    sourceIp: actor.sourceIp,
    userAgent: actor.userAgent,
    now: world.clock.now(),
  };
}

/** Makes the call as if it had come over the wire: with the actor's permissions, recorded. Throws AWS's refusals. */
export async function act(
  sandbox: Sandbox,
  actor: Actor,
  region: string,
  step: Step,
): Promise<Record<string, unknown>> {
  const { definition, eventSource } = find(step);
  return (await execute(definition, callOf(sandbox, actor, region, step, eventSource))) ?? {};
}

/** Would the actor's policies allow it? Nothing is recorded. */
export function mayAct(sandbox: Sandbox, actor: Actor, region: string, step: Step): boolean {
  const { definition, eventSource } = find(step);
  const call = callOf(sandbox, actor, region, step, eventSource);
  try {
    authorize(call, definition.ask(call));
    return true;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}
