import { createHash } from 'node:crypto';
import {
  CreateFunction$,
  type CreateFunctionRequest,
  DeleteFunction$,
  type DeleteFunctionRequest,
  type DeleteFunctionResponse,
  type FunctionConfiguration,
  GetFunction$,
  GetFunctionConfiguration$,
  type GetFunctionConfigurationRequest,
  type GetFunctionRequest,
  type GetFunctionResponse,
  ListFunctions$,
  type ListFunctionsRequest,
  type ListFunctionsResponse,
  UpdateFunctionCode$,
  type UpdateFunctionCodeRequest,
  UpdateFunctionConfiguration$,
  type UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import { uuid } from '../store/ids';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { pageOf } from '../wire/paging';
import { configurationOf, partsOf } from './configuration';
import {
  askFunction,
  findFunction,
  functionName,
  functionsOf,
  invalidParameter,
  keepFunction,
  type LambdaFunction,
  lambdaTime,
} from './state';
import { shownConfiguration } from './trail';

const PAGE = 50;

/** What ListFunctions leaves out (API reference, "returns a subset of the FunctionConfiguration fields"). */
function listed({ configuration }: LambdaFunction): FunctionConfiguration {
  const {
    State: _state,
    StateReason: _reason,
    StateReasonCode: _code,
    LastUpdateStatus: _status,
    LastUpdateStatusReason: _statusReason,
    LastUpdateStatusReasonCode: _statusCode,
    RuntimeVersionConfig: _runtime,
    ...rest
  } = configuration;
  return rest;
}

const askWithRole = (call: Call, input: { FunctionName?: string | undefined; Role?: string | undefined }) => [
  { resource: askFunction(call, input) },
  ...(input.Role === undefined
    ? []
    : [{ action: 'iam:PassRole', resource: input.Role, context: { 'iam:PassedToService': 'lambda.amazonaws.com' } }]),
];

function checkRole(call: Call, arn: string | undefined): void {
  const [, name] = /^arn:aws:iam::\d{12}:role\/(?:.*\/)?([^/]+)$/.exec(arn ?? '') ?? [];
  if (name === undefined) throw invalidParameter(`The role ARN ${arn} is not valid.`);
  if (arn?.split(':')[4] !== call.account.id) {
    throw new AwsError('AccessDeniedException', 'Cross-account pass role is not allowed.', 403);
  }
  if (!call.account.roles.get(name)?.trust.includes('lambda.amazonaws.com')) {
    throw invalidParameter('The role defined for the function cannot be assumed by Lambda.');
  }
}

function changed(call: Call, found: LambdaFunction, parts: Partial<FunctionConfiguration>): FunctionConfiguration {
  const configuration = {
    ...found.configuration,
    ...parts,
    LastModified: lambdaTime(call.now),
    RevisionId: uuid(call.world.random),
  };
  return keepFunction(call, { ...found, configuration }).configuration;
}

const codeHash = (code: unknown): string => createHash('sha256').update(JSON.stringify(code)).digest('base64');

export const functionOperations = {
  CreateFunction: modelWrite<CreateFunctionRequest, FunctionConfiguration>(CreateFunction$, {
    ask: askWithRole,
    handle: (call, input) => {
      const name = functionName(input.FunctionName);
      if (!/^[\w-]{1,64}$/.test(name)) throw invalidParameter(`The function name ${name} is not valid.`);
      if (functionsOf(call.account, call.region).get(name)) {
        throw new AwsError('ResourceConflictException', `Function already exist: ${name}`, 409);
      }
      checkRole(call, input.Role);
      const made = {
        ...configurationOf(call, input, name),
        CodeSha256: codeHash(input.Code),
        CodeSize: input.Code?.ZipFile?.length ?? 0,
      };
      keepFunction(call, {
        configuration: made,
        tags: input.Tags ?? {},
        statements: [],
        policyRevision: made.RevisionId,
        url: null,
      });
      return made;
    },
    trail: (call, output) => ({ ...shownConfiguration(call, output), eventName: 'CreateFunction20150331' }),
  }),
  ListFunctions: modelRead<ListFunctionsRequest, ListFunctionsResponse>(ListFunctions$, {
    ask: () => '*',
    handle: (call, { MaxItems, Marker }) => {
      const { items, next } = pageOf(functionsOf(call.account, call.region).list(), {
        size: Math.min(MaxItems ?? PAGE, PAGE),
        token: Marker,
        invalid: () => invalidParameter('Invalid Marker.'),
      });
      return { Functions: items.map(listed), NextMarker: next };
    },
  }),
  GetFunction: modelRead<GetFunctionRequest, GetFunctionResponse>(GetFunction$, {
    ask: askFunction,
    handle: (call, { FunctionName }) => {
      const { configuration, tags } = findFunction(call, FunctionName);
      return { Configuration: configuration, Code: { RepositoryType: 'S3' }, Tags: { ...tags } };
    },
  }),
  GetFunctionConfiguration: modelRead<GetFunctionConfigurationRequest, FunctionConfiguration>(
    GetFunctionConfiguration$,
    { ask: askFunction, handle: (call, { FunctionName }) => findFunction(call, FunctionName).configuration },
  ),
  UpdateFunctionConfiguration: modelWrite<UpdateFunctionConfigurationRequest, FunctionConfiguration>(
    UpdateFunctionConfiguration$,
    {
      ask: askWithRole,
      handle: (call, input) => {
        if (input.Role !== undefined) checkRole(call, input.Role);
        return changed(call, findFunction(call, input.FunctionName), partsOf(call, input));
      },
      trail: (call, output) => ({
        ...shownConfiguration(call, output),
        eventName: 'UpdateFunctionConfiguration20150331v2',
      }),
    },
  ),
  UpdateFunctionCode: modelWrite<UpdateFunctionCodeRequest, FunctionConfiguration>(UpdateFunctionCode$, {
    ask: askFunction,
    handle: (call, { FunctionName, ZipFile, S3Bucket, S3Key, ImageUri, Architectures }) =>
      changed(call, findFunction(call, FunctionName), {
        CodeSha256: codeHash([ZipFile?.toString(), S3Bucket, S3Key, ImageUri]),
        ...(ZipFile ? { CodeSize: ZipFile.length } : {}),
        ...(Architectures ? { Architectures } : {}),
      }),
    trail: (call, output) => ({ ...shownConfiguration(call, output), eventName: 'UpdateFunctionCode20150331v2' }),
  }),
  DeleteFunction: modelWrite<DeleteFunctionRequest, DeleteFunctionResponse>(DeleteFunction$, {
    ask: askFunction,
    handle: (call, { FunctionName }) => {
      const { configuration } = findFunction(call, FunctionName);
      functionsOf(call.account, call.region).delete(configuration.FunctionName, call.now);
      return { StatusCode: 204 };
    },
    trail: () => ({ eventName: 'DeleteFunction20150331', responseElements: null }),
  }),
};
