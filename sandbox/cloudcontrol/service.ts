import {
  CreateResource$,
  type CreateResourceInput,
  type CreateResourceOutput,
  DeleteResource$,
  type DeleteResourceInput,
  type DeleteResourceOutput,
  GetResource$,
  type GetResourceInput,
  type GetResourceOutput,
  GetResourceRequestStatus$,
  type GetResourceRequestStatusInput,
  type GetResourceRequestStatusOutput,
  ListResources$,
  type ListResourcesInput,
  type ListResourcesOutput,
  type ProgressEvent,
} from '@aws-sdk/client-cloudcontrol';
import { uuid } from '../store/ids';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import type { ModelService } from '../wire/model/service';
import { pageOf } from '../wire/paging';
import { allOf, type Properties, type Resource, resourcesOf, SANDBOX_TYPES, type SandboxType } from './types';

type Progress = Omit<ProgressEvent, 'EventTime'> & { at: number };

const ask = () => '*';
const requestsOf = (call: Call) => call.account.table<Progress>('cloudcontrol.request', call.region);

function typeOf(name: string | undefined): SandboxType {
  const found = SANDBOX_TYPES[name ?? ''];
  if (found) return found;
  throw new AwsError('TypeNotFoundException', `The type '${name}' cannot be found.`);
}

function find(call: Call, type: string | undefined, identifier: string | undefined): Resource {
  typeOf(type);
  const found =
    resourcesOf(call, type ?? '').get(identifier ?? '') ??
    allOf(call, type ?? '').find((one) => one.identifier === identifier);
  if (found) return found;
  throw new AwsError(
    'ResourceNotFoundException',
    `AWS resource of type ${type} with identifier '${identifier}' is not found`,
  );
}

/** Requests are done when they are answered: what AWS would say a moment later. */
function done(call: Call, Operation: 'CREATE' | 'DELETE', TypeName: string, Identifier: string): ProgressEvent {
  const RequestToken = uuid(call.world.random);
  const progress: Progress = {
    TypeName,
    Identifier,
    RequestToken,
    Operation,
    OperationStatus: 'SUCCESS',
    at: call.now,
  };
  requestsOf(call).put(RequestToken, progress, call.now);
  return shown(progress);
}

const shown = ({ at, ...progress }: Progress): ProgressEvent => ({ ...progress, EventTime: new Date(at) });

const described = ({ identifier, properties }: Resource) => ({
  Identifier: identifier,
  Properties: JSON.stringify(properties),
});

export const cloudControlService: ModelService = {
  signingName: 'cloudcontrolapi',
  iamPrefix: 'cloudformation',
  eventSource: 'cloudcontrolapi.amazonaws.com',
  protocol: 'json',
  version: '1.0',
  target: 'CloudApiService',
  denied: { code: 'AccessDeniedException', status: 400 },
  throttled: { code: 'ThrottlingException', status: 400 },
  operations: {
    ListResources: modelRead<ListResourcesInput, ListResourcesOutput>(ListResources$, {
      ask,
      handle: (call, { TypeName = '', MaxResults, NextToken }) => {
        const { identifier } = typeOf(TypeName);
        const { items, next } = pageOf(allOf(call, TypeName), {
          size: Math.min(MaxResults ?? 20, 100),
          token: NextToken,
          invalid: () => new AwsError('InvalidRequestException', 'The NextToken is not valid.'),
        });
        // Many types list their identifiers alone, so that a reader must not rely on more.
        const alone = (one: Resource) => JSON.stringify({ [identifier]: one.identifier });
        const ResourceDescriptions = items.map((one) => ({ Identifier: one.identifier, Properties: alone(one) }));
        return { TypeName, ResourceDescriptions, NextToken: next };
      },
    }),
    GetResource: modelRead<GetResourceInput, GetResourceOutput>(GetResource$, {
      ask,
      handle: (call, { TypeName, Identifier }) => ({
        TypeName,
        ResourceDescription: described(find(call, TypeName, Identifier)),
      }),
    }),
    CreateResource: modelWrite<CreateResourceInput, CreateResourceOutput>(CreateResource$, {
      ask,
      handle: (call, { TypeName = '', DesiredState }) => {
        const type = typeOf(TypeName);
        const given = JSON.parse(DesiredState ?? '{}') as Properties;
        const made = { ...given, ...type.made(call, given, call.world.random) };
        const kept = Object.entries(made).filter(([name]) => !type.writeOnly?.includes(name));
        const identifier = String(made[type.identifier] ?? '');
        if (allOf(call, TypeName).some((one) => one.identifier === identifier)) {
          throw new AwsError('AlreadyExistsException', `Resource of type '${TypeName}' already exists: ${identifier}`);
        }
        resourcesOf(call, TypeName).put(identifier, { identifier, properties: Object.fromEntries(kept) }, call.now);
        return { ProgressEvent: done(call, 'CREATE', TypeName, identifier) };
      },
      // The desired state may hold secrets: CloudTrail does not show it.
      trail: (call) => ({ requestParameters: { typeName: String(call.params.values.TypeName ?? '') } }),
    }),
    DeleteResource: modelWrite<DeleteResourceInput, DeleteResourceOutput>(DeleteResource$, {
      ask,
      handle: (call, { TypeName = '', Identifier }) => {
        const { identifier } = find(call, TypeName, Identifier);
        if (!resourcesOf(call, TypeName).get(identifier)) {
          throw new AwsError(
            'UnsupportedActionException',
            `The sandbox deletes ${identifier} by its own service only.`,
          );
        }
        resourcesOf(call, TypeName).delete(identifier, call.now);
        return { ProgressEvent: done(call, 'DELETE', TypeName, identifier) };
      },
    }),
    GetResourceRequestStatus: modelRead<GetResourceRequestStatusInput, GetResourceRequestStatusOutput>(
      GetResourceRequestStatus$,
      {
        ask,
        handle: (call, { RequestToken = '' }) => {
          const found = requestsOf(call).get(RequestToken);
          if (found) return { ProgressEvent: shown(found) };
          throw new AwsError('RequestTokenNotFoundException', `Request with token ${RequestToken} does not exist`);
        },
      },
    ),
  },
};
