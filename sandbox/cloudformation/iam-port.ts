import { iamActions } from '../iam/actions';
import type { Stack } from '../store/stack';
import type { ActionDefinition, Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { execute } from '../wire/execute';
import { Params } from '../wire/params';
import type { IamPort } from './resource-type';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** IAM as the stack's caller may use it: every call is asked of the caller's policies, and recorded like any other. */
export function iamPort(call: Call, stack: Stack): IamPort {
  const actions: Readonly<Record<string, ActionDefinition>> = iamActions;
  return {
    accountId: call.account.id,
    tags: stack.tags,
    generatedName: (logicalId, max) => {
      const suffix = call.world.random.text(LETTERS, 12);
      const room = max - suffix.length - 2;
      const half = Math.floor(room / 2);
      return `${stack.name.slice(0, room - Math.min(half, logicalId.length))}-${logicalId.slice(0, half)}-${suffix}`;
    },
    call: async (action, input) => {
      const definition = actions[action];
      if (definition === undefined) throw new Error(`No IAM action ${action}.`);
      return execute(definition, {
        ...call,
        service: 'iam',
        eventSource: 'iam.amazonaws.com',
        action,
        params: new Params(input),
        userAgent: 'cloudformation.amazonaws.com',
        now: call.world.clock.now(),
      });
    },
  };
}

/** The reason CloudFormation's resource handlers give for a refusal of IAM. */
export function handlerReason(error: unknown, requestId: string): string {
  if (!(error instanceof AwsError)) throw error;
  const code = HANDLER_CODES[error.code] ?? 'GeneralServiceException';
  return `Resource handler returned message: "${error.message} (Service: Iam, Status Code: ${error.status}, Request ID: ${requestId})" (HandlerErrorCode: ${code})`;
}

const HANDLER_CODES: Readonly<Record<string, string>> = {
  AccessDenied: 'AccessDenied',
  EntityAlreadyExists: 'AlreadyExists',
  NoSuchEntity: 'NotFound',
  LimitExceeded: 'ServiceLimitExceeded',
  MalformedPolicyDocument: 'InvalidRequest',
  ValidationError: 'InvalidRequest',
  InvalidInput: 'InvalidRequest',
  Throttling: 'Throttling',
};
