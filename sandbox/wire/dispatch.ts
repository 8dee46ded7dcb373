import { setTimeout as wait } from 'node:timers/promises';
import { target } from '../authorize/authorize';
import { uuid } from '../store/ids';
import { assumeRoleWithWebIdentity } from '../sts/web-identity';
import { type ActionDefinition, type Call, SERVICES } from './action';
import { authenticate, expiredToken } from './authenticate';
import { AwsError, accessDenied, throttling } from './errors';
import { execute } from './execute';
import { jsonBody, jsonError, parseJsonBody } from './json';
import { readModel, speaks, writeModel, writeModelError } from './model/codec';
import type { ModelService } from './model/service';
import { MODEL_SERVICES } from './model-services';
import { Params } from './params';
import { parseQuery } from './query';
import type { WireRequest } from './request';
import type { Sandbox } from './sandbox';
import { SERVICE_DEFINITIONS, type ServiceDefinition } from './services';
import { readSignature, type SignatureClaim } from './sigv4';
import { type OutputRecord, queryError, queryResponse } from './xml';

export type WireAnswer = {
  status: number;
  contentType: string;
  body: string | Buffer;
  requestId: string;
  headers?: Record<string, string>;
  drop?: boolean;
};

/** What a request asks for, once its protocol has been read, and how that protocol answers. */
type Asked = {
  service: string;
  eventSource: string;
  action: string;
  params: Params;
  definition: ActionDefinition | undefined;
  succeed(result: OutputRecord | undefined, requestId: string): Omit<WireAnswer, 'requestId'>;
};
type Logged = { account: string | null; caller: string | null };

/** Answers one request of an AWS client. Never throws: a refusal is an answer too, and so is our own defect. */
export async function answer(sandbox: Sandbox, request: WireRequest): Promise<WireAnswer> {
  const requestId = uuid(sandbox.world.random);
  const logged: Logged = { account: null, caller: null };
  let asked: Asked | undefined;
  let model: ModelService | undefined;
  let region = 'us-east-1';
  try {
    const claim = readSignature(request);
    region = claim?.region ?? region;
    model = MODEL_SERVICES.find((each) => each.signingName === claim?.service && speaks(each, request));
    asked = model ? readModelAction(model, request) : readAction(request, claim);
    const result = await run(sandbox, request, claim, asked, requestId, logged);
    log(sandbox, asked, region, requestId, logged, 200, null);
    return { ...asked.succeed(result, requestId), requestId };
  } catch (thrown) {
    if (thrown instanceof DroppedConnection) return { status: 0, contentType: '', body: '', requestId, drop: true };
    const error = thrown instanceof AwsError ? thrown : internalFailure(thrown);
    log(sandbox, asked, region, requestId, logged, error.status, error.code);
    return {
      ...(model ? writeModelError(model, error, requestId) : failure(asked, request, error, requestId)),
      requestId,
    };
  }
}

async function run(
  sandbox: Sandbox,
  request: WireRequest,
  claim: SignatureClaim | undefined,
  asked: Asked,
  requestId: string,
  logged: Logged,
): Promise<OutputRecord | undefined> {
  const { world } = sandbox;
  const meta = {
    sandbox,
    world,
    params: asked.params,
    service: asked.service,
    eventSource: asked.eventSource,
    action: asked.action,
    region: claim?.region ?? 'us-east-1',
    requestId,
    sourceIp: request.sourceIp,
    userAgent: request.header('user-agent') ?? '',
    now: world.clock.now(),
    isGone: () => request.isGone(),
  };
  if (asked.service === 'sts' && asked.action === 'AssumeRoleWithWebIdentity') {
    logged.account = /^arn:aws[\w-]*:iam::(\d{12}):/.exec(asked.params.optional('RoleArn') ?? '')?.[1] ?? null;
    await injectFaults(sandbox, { ...meta, account: logged.account });
    return assumeRoleWithWebIdentity(meta);
  }
  if (claim === undefined) {
    throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
  }
  const caller = authenticate(world, request, claim);
  logged.account = caller.accountId;
  logged.caller = caller.arn;
  const account = world.accounts.get(caller.accountId);
  if (account === undefined) throw new Error(`The caller's account ${caller.accountId} does not exist.`);
  const call: Call = { ...meta, account, caller };
  await injectFaults(sandbox, { ...meta, account: account.id });
  if (caller.accessKeyId.startsWith('ASIA') && sandbox.faults.take('expire_sessions', target(call))) {
    throw expiredToken();
  }
  if (sandbox.faults.take('deny', target(call))) {
    const action = `${asked.service}:${asked.action}`;
    throw accessDenied(
      `User: ${caller.arn} is not authorized to perform: ${action} on resource: * with an explicit deny in a service control policy`,
    );
  }
  const { definition } = asked;
  if (definition === undefined) throw unknownAction(asked);
  const stale = definition.mutates ? undefined : sandbox.faults.take('stale_reads', target(call));
  return execute(definition, stale ? { ...call, readAt: call.now - stale.milliseconds } : call);
}

class DroppedConnection extends Error {}

type FaultMeta = { account: string | null; service: string; action: string; region: string };

async function injectFaults(sandbox: Sandbox, meta: FaultMeta): Promise<void> {
  const where = { account: meta.account, service: meta.service, action: meta.action, region: meta.region };
  const delay = sandbox.faults.take('delay', where);
  if (delay) await wait(delay.milliseconds);
  if (sandbox.faults.take('drop_connection', where)) throw new DroppedConnection();
  if (sandbox.faults.take('throttle', where)) throw throttling();
  const error = sandbox.faults.take('error', where);
  if (error) throw new AwsError(error.code, error.message, error.status);
}

/** A service described by its SDK's schemas. */
function readModelAction(service: ModelService, request: WireRequest): Asked {
  const asked = readModel(service, request);
  return {
    service: service.iamPrefix,
    eventSource: service.eventSource,
    action: asked.operation.model.name,
    params: new Params(asked.values),
    definition: asked.operation,
    succeed: (result, requestId) => writeModel(service, asked, result, requestId),
  };
}

function readAction(request: WireRequest, claim: SignatureClaim | undefined): Asked {
  const amzTarget = request.header('x-amz-target');
  const body = request.body.toString('utf8');
  const text = amzTarget === undefined && request.method === 'GET' ? request.query : body;
  const service = SERVICES.find((each) => each === (claim?.service ?? 'sts'));
  if (service === undefined) {
    throw new AwsError('InvalidAction', `The Mooring sandbox does not emulate the service ${claim?.service}.`, 400);
  }
  const values = amzTarget === undefined ? parseQuery(text) : parseJsonBody(body);
  const definition: ServiceDefinition = SERVICE_DEFINITIONS[service];
  const { protocol, namespace, actions } = definition;
  const params = new Params(values);
  if ((protocol === 'json') !== (amzTarget !== undefined)) {
    throw new AwsError('InvalidAction', `The request does not speak the protocol of ${service}.`, 400);
  }
  const action = amzTarget === undefined ? params.optional('Action') : amzTarget.slice(amzTarget.indexOf('.') + 1);
  if (action === undefined) throw new AwsError('MissingAction', 'No Action was supplied with this request.', 400);
  const asked: Asked = {
    service,
    eventSource: `${service}.amazonaws.com`,
    params,
    action,
    definition: Object.hasOwn(actions, action) ? actions[action] : undefined,
    succeed: (result, requestId) =>
      protocol === 'json'
        ? { status: 200, contentType: 'application/x-amz-json-1.1', body: jsonBody(result) }
        : { status: 200, contentType: 'text/xml', body: queryResponse(action, namespace, result, requestId) },
  };
  if (amzTarget === undefined && params.optional('Version') !== definition.version) throw unknownAction(asked);
  return asked;
}

function unknownAction(asked: Asked): AwsError {
  const version = asked.params.optional('Version');
  return new AwsError(
    'InvalidAction',
    `Could not find operation ${asked.action}${version === undefined ? '' : ` for version ${version}`}`,
    400,
  );
}

function failure(
  asked: Asked | undefined,
  request: WireRequest,
  error: AwsError,
  requestId: string,
): Omit<WireAnswer, 'requestId'> {
  if (request.header('x-amz-target') !== undefined) {
    return { ...jsonError(error), contentType: 'application/x-amz-json-1.1' };
  }
  const service = SERVICES.find((each) => each === asked?.service) ?? 'sts';
  const { namespace } = SERVICE_DEFINITIONS[service];
  return { status: error.status, contentType: 'text/xml', body: queryError(namespace, error, requestId) };
}

function internalFailure(thrown: unknown): AwsError {
  console.error('The sandbox failed to answer:', thrown);
  return new AwsError('InternalFailure', 'The request processing has failed because of an unknown error.', 500);
}

function log(
  sandbox: Sandbox,
  asked: Asked | undefined,
  region: string,
  requestId: string,
  logged: Logged,
  status: number,
  error: string | null,
): void {
  sandbox.calls.record({
    at: new Date(sandbox.world.clock.now()).toISOString(),
    ...logged,
    service: asked?.service ?? 'unknown',
    action: asked?.action ?? 'unknown',
    region,
    status,
    error,
    requestId,
  });
}
