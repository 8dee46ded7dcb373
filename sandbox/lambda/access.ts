import {
  AddPermission$,
  type AddPermissionRequest,
  type AddPermissionResponse,
  CreateFunctionUrlConfig$,
  type CreateFunctionUrlConfigRequest,
  type CreateFunctionUrlConfigResponse,
  DeleteFunctionUrlConfig$,
  type DeleteFunctionUrlConfigRequest,
  type FunctionUrlConfig,
  GetPolicy$,
  type GetPolicyRequest,
  type GetPolicyResponse,
  ListFunctionUrlConfigs$,
  type ListFunctionUrlConfigsRequest,
  type ListFunctionUrlConfigsResponse,
  RemovePermission$,
  type RemovePermissionRequest,
} from '@aws-sdk/client-lambda';
import { uuid } from '../store/ids';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import {
  askFunction,
  findFunction,
  keepFunction,
  type LambdaFunction,
  lambdaTime,
  type PolicyStatement,
} from './state';

const notFound = () => new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);

export const policyText = ({ statements }: LambdaFunction): string =>
  JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements });

function principalOf(given: string): PolicyStatement['Principal'] {
  if (given === '*') return '*';
  if (/^\d{12}$/.test(given)) return { AWS: `arn:aws:iam::${given}:root` };
  return given.startsWith('arn:') ? { AWS: given } : { Service: given };
}

function conditionOf(input: AddPermissionRequest): PolicyStatement['Condition'] {
  const { SourceArn, SourceAccount, FunctionUrlAuthType, PrincipalOrgID } = input;
  const equals = {
    ...(SourceAccount ? { 'AWS:SourceAccount': SourceAccount } : {}),
    ...(FunctionUrlAuthType ? { 'lambda:FunctionUrlAuthType': FunctionUrlAuthType } : {}),
    ...(PrincipalOrgID ? { 'aws:PrincipalOrgID': PrincipalOrgID } : {}),
  };
  const condition = {
    ...(Object.keys(equals).length > 0 ? { StringEquals: equals } : {}),
    ...(SourceArn ? { ArnLike: { 'AWS:SourceArn': SourceArn } } : {}),
  };
  return Object.keys(condition).length > 0 ? condition : undefined;
}

export const accessOperations = {
  AddPermission: modelWrite<AddPermissionRequest, AddPermissionResponse>(AddPermission$, {
    ask: askFunction,
    handle: (call, input) => {
      const found = findFunction(call, input.FunctionName);
      const Sid = input.StatementId ?? '';
      if (found.statements.some((each) => each.Sid === Sid)) {
        const message = `The statement id (${Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`;
        throw new AwsError('ResourceConflictException', message, 409);
      }
      const Condition = conditionOf(input);
      const statement: PolicyStatement = {
        Sid,
        Effect: 'Allow',
        Principal: principalOf(input.Principal ?? ''),
        Action: input.Action ?? '',
        Resource: found.configuration.FunctionArn,
        ...(Condition ? { Condition } : {}),
      };
      const statements = [...found.statements, statement];
      keepFunction(call, { ...found, statements, policyRevision: uuid(call.world.random) });
      return { Statement: JSON.stringify(statement) };
    },
    trail: () => ({ eventName: 'AddPermission20150331v2' }),
  }),
  RemovePermission: modelWrite<RemovePermissionRequest, object>(RemovePermission$, {
    ask: askFunction,
    handle: (call, { FunctionName, StatementId }) => {
      const found = findFunction(call, FunctionName);
      const statements = found.statements.filter(({ Sid }) => Sid !== StatementId);
      if (statements.length === found.statements.length) throw notFound();
      keepFunction(call, { ...found, statements, policyRevision: uuid(call.world.random) });
      return {};
    },
    trail: () => ({ eventName: 'RemovePermission20150331v2', responseElements: null }),
  }),
  GetPolicy: modelRead<GetPolicyRequest, GetPolicyResponse>(GetPolicy$, {
    ask: askFunction,
    handle: (call, { FunctionName }) => {
      const found = findFunction(call, FunctionName);
      if (found.statements.length === 0) throw notFound();
      return { Policy: policyText(found), RevisionId: found.policyRevision };
    },
  }),
  CreateFunctionUrlConfig: modelWrite<CreateFunctionUrlConfigRequest, CreateFunctionUrlConfigResponse>(
    CreateFunctionUrlConfig$,
    {
      ask: askFunction,
      handle: (call, { FunctionName, AuthType, Cors, InvokeMode }) => {
        const found = findFunction(call, FunctionName);
        if (found.url !== null) {
          const message = `FunctionUrlConfig exists for this Lambda function: ${found.configuration.FunctionArn}`;
          throw new AwsError('ResourceConflictException', message, 409);
        }
        const host = call.world.random.text('abcdefghijklmnopqrstuvwxyz234567', 32);
        const at = lambdaTime(call.now);
        const url: FunctionUrlConfig = {
          FunctionUrl: `https://${host}.lambda-url.${call.region}.on.aws/`,
          FunctionArn: found.configuration.FunctionArn,
          AuthType,
          InvokeMode: InvokeMode ?? 'BUFFERED',
          CreationTime: at,
          LastModifiedTime: at,
          ...(Cors ? { Cors } : {}),
        };
        keepFunction(call, { ...found, url });
        return {
          FunctionUrl: url.FunctionUrl,
          FunctionArn: url.FunctionArn,
          AuthType,
          CreationTime: at,
          InvokeMode: url.InvokeMode,
          ...(Cors ? { Cors } : {}),
        };
      },
    },
  ),
  DeleteFunctionUrlConfig: modelWrite<DeleteFunctionUrlConfigRequest, object>(DeleteFunctionUrlConfig$, {
    ask: askFunction,
    handle: (call, { FunctionName }) => {
      const found = findFunction(call, FunctionName);
      if (found.url === null) throw notFound();
      keepFunction(call, { ...found, url: null });
      return {};
    },
  }),
  ListFunctionUrlConfigs: modelRead<ListFunctionUrlConfigsRequest, ListFunctionUrlConfigsResponse>(
    ListFunctionUrlConfigs$,
    {
      ask: askFunction,
      handle: (call, { FunctionName }) => {
        const { url } = findFunction(call, FunctionName);
        return { FunctionUrlConfigs: url ? [url] : [] };
      },
    },
  ),
};
