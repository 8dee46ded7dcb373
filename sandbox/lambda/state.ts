import type { FunctionConfiguration, FunctionUrlConfig } from '@aws-sdk/client-lambda';
import type { Account } from '../store/account';
import type { Table } from '../store/table';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';

export type PolicyStatement = {
  Sid: string;
  Effect: 'Allow';
  Principal: '*' | { Service: string } | { AWS: string };
  Action: string;
  Resource: string;
  Condition?: Record<string, Record<string, string>>;
};

/** A function; what FunctionConfiguration holds are texts and numbers only, so it is kept as it is answered. */
export type LambdaFunction = {
  configuration: FunctionConfiguration & { FunctionName: string; FunctionArn: string };
  tags: Readonly<Record<string, string>>;
  /** Statements of its resource policy; none: it has no policy. */
  statements: readonly PolicyStatement[];
  policyRevision: string;
  url: FunctionUrlConfig | null;
};

export const functionsOf = (account: Account, region: string): Table<LambdaFunction> =>
  account.table<LambdaFunction>('lambda.function', region);

export const functionArn = (call: Pick<Call, 'account' | 'region'>, name: string): string =>
  `arn:aws:lambda:${call.region}:${call.account.id}:function:${name}`;

/** A name, an ARN or a partial ARN, with or without a qualifier, as the name. */
export function functionName(given: string | undefined): string {
  const parts = (given ?? '').split(':');
  const at = parts.indexOf('function');
  return (at >= 0 ? parts[at + 1] : parts[0]) ?? '';
}

export const askFunction = (call: Call, input: { FunctionName?: string | undefined }): string =>
  functionArn(call, functionName(input.FunctionName));

export function findFunction(call: Call, given: string | undefined): LambdaFunction {
  const name = functionName(given);
  const found = functionsOf(call.account, call.region).get(name);
  if (found === undefined) {
    throw new AwsError('ResourceNotFoundException', `Function not found: ${functionArn(call, name)}`, 404);
  }
  return found;
}

export function keepFunction(call: Call, changed: LambdaFunction): LambdaFunction {
  functionsOf(call.account, call.region).put(changed.configuration.FunctionName, changed, call.now);
  return changed;
}

/** Lambda writes times as `2024-05-01T10:20:30.000+0000`. */
export const lambdaTime = (now: number): string => new Date(now).toISOString().replace('Z', '+0000');

export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', message, 400);
