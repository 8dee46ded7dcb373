import { AwsError } from '../errors';
import { jsonErrorOf, parseJsonBody } from '../json';
import { parseQuery } from '../query';
import type { WireRequest } from '../request';
import { escapeXml, queryError, toXml } from '../xml';
import type { ModelOperation } from './operation';
import { readForm } from './read-form';
import { readJson } from './read-json';
import { readRest, route } from './rest';
import type { ModelService } from './service';
import { plainJson, writeMembers } from './write';
import { writeRest } from './write-rest';

export type ModelAsked = { operation: ModelOperation; values: Record<string, unknown> };
export type ModelAnswer = {
  status: number;
  contentType: string;
  body: string | Buffer;
  headers?: Record<string, string>;
};

const unknownOperation = (name: string) =>
  new AwsError('InvalidAction', `The Mooring sandbox does not emulate ${name}.`, 400);

/** Does this service speak the request? Decides between services that share a signing name. */
export function speaks(service: ModelService, request: WireRequest): boolean {
  if (service.protocol !== 'query' && service.protocol !== 'ec2') return true;
  const version = parseQuery(formOf(request)).Version;
  return version === service.version;
}

/** The operation asked for and its input, by the service's protocol. */
export function readModel(service: ModelService, request: WireRequest): ModelAsked {
  if (service.protocol === 'restJson' || service.protocol === 'restXml') {
    const target = (service.protocol === 'restXml' && service.target?.(request)) || { path: request.path, labels: {} };
    const routed = route(service.operations, request, target);
    if (routed === undefined)
      throw unknownOperation(`${request.method} ${request.path}?${request.query} of ${service.signingName}`);
    const format = service.protocol === 'restJson' ? 'json' : 'xml';
    return { operation: routed.operation, values: readRest(routed.operation.model, request, routed.labels, format) };
  }
  if (service.protocol === 'json') {
    // Some SDKs send the prefix with its Java package before it.
    const name = request.header('x-amz-target')?.split('.').at(-1) ?? '';
    const operation = operationOf(service, name);
    const body = parseJsonBody(request.payload().toString('utf8'));
    return { operation, values: inputOf(operation, body) };
  }
  const body = formOf(request);
  const operation = operationOf(service, String(parseQuery(body).Action ?? ''));
  return { operation, values: readForm(body, operation.model.input, service.protocol) };
}

/** An operation without input is sent an empty object all the same. */
function inputOf({ model }: ModelOperation, body: Record<string, unknown>): Record<string, unknown> {
  return model.input.isUnitSchema() ? {} : (readJson(model.input, body, 'the body') as Record<string, unknown>);
}

function operationOf(service: ModelService, name: string): ModelOperation {
  const found = Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
  if (found === undefined) throw unknownOperation(`${service.iamPrefix}:${name}`);
  return found;
}

const formOf = (request: WireRequest) => (request.method === 'GET' ? request.query : request.body.toString('utf8'));

export function writeModel(
  service: ModelService,
  { operation }: ModelAsked,
  given: unknown,
  requestId: string,
): ModelAnswer {
  const { model } = operation;
  const result = (given ?? {}) as Record<string, unknown>;
  if (service.protocol === 'restJson') return writeRest(model, result, 'json', '');
  if (service.protocol === 'restXml') return writeRest(model, result, 'xml', service.namespace);
  if (service.protocol === 'json') {
    const body = JSON.stringify(plainJson(model.output, result) ?? {});
    return { status: 200, contentType: `application/x-amz-json-${service.version}`, body };
  }
  const unit = model.output.isUnitSchema();
  const members = unit ? '' : writeMembers(model.output, result);
  const { name } = model;
  const inner =
    service.protocol === 'ec2'
      ? `<requestId>${requestId}</requestId>${unit ? '<return>true</return>' : members}`
      : `${unit ? '' : `<${name}Result>${members}</${name}Result>`}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  const body = `<${name}Response xmlns="${service.namespace}">${inner}</${name}Response>\n`;
  return { status: 200, contentType: 'text/xml', body };
}

export function writeModelError(service: ModelService, thrown: AwsError, requestId: string): ModelAnswer {
  const error = inOwnWords(service, thrown);
  if (service.protocol === 'json' || service.protocol === 'restJson') {
    const { status, body, code } = jsonErrorOf(error);
    const contentType = service.protocol === 'json' ? `application/x-amz-json-${service.version}` : 'application/json';
    return { status, contentType, body, headers: { ...error.headers, 'x-amzn-errortype': code } };
  }
  const xml = { status: error.status, contentType: 'text/xml' };
  if (service.protocol === 'ec2') {
    const inner = toXml('Error', { Code: error.code, Message: error.message });
    return { ...xml, body: `<Response><Errors>${inner}</Errors><RequestID>${requestId}</RequestID></Response>\n` };
  }
  if (service.protocol === 'restXml' && service.errors === 'bare') {
    const fields = { Code: error.code, Message: error.message, RequestId: requestId };
    return {
      ...xml,
      contentType: 'application/xml',
      body: `<?xml version="1.0" encoding="UTF-8"?>\n${toXml('Error', fields)}`,
      headers: { ...error.headers },
    };
  }
  return { ...xml, body: queryError(escapeXml(service.namespace), error, requestId) };
}

function inOwnWords(service: ModelService, error: AwsError): AwsError {
  const own =
    error.code === 'AccessDenied' ? service.denied : error.code === 'Throttling' ? service.throttled : undefined;
  return own ? new AwsError(own.code, error.message, own.status) : error;
}
