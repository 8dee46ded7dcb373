import type { TagSpecification } from '@aws-sdk/client-ec2';
import type { StaticOperationSchema } from '@smithy/types';
import type { Call, Question } from '../../wire/action';
import { AwsError } from '../../wire/errors';
import { type ModelOperation, modelRead, modelWrite } from '../../wire/model/operation';
import { ensureDefaults } from '../make/defaults';
import type { Ec2Call } from './call';
import { ec2Tables } from './rows';
import { ec2Trail, type TrailForm } from './trail';

type Answer<Output> = Omit<Output, '$metadata'>;
type Handle<Input, Output> = (call: Ec2Call, input: Input) => Answer<Output>;
/** Resources as `vpc/vpc-1` or `vpc/*`; none: the action takes no resource. */
type Asked<Input> = (input: Input, call: Ec2Call) => readonly string[];

/** `vpc/vpc-0a` in the account and region of the call. Images and snapshots are named without an account. */
export function arnOf(call: Pick<Call, 'account' | 'region'>, resource: string): string {
  const owner = /^(image|snapshot)\//.test(resource) ? '' : call.account.id;
  return `arn:aws:ec2:${call.region}:${owner}:${resource}`;
}

function prepared<Input, Output>(handle: Handle<Input, Output>) {
  return (call: Call, input: Input): Answer<Output> => {
    if ((input as { DryRun?: boolean }).DryRun) {
      throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
    }
    ensureDefaults(call);
    return handle({ ...call, ec2: ec2Tables(call.account, call.region) }, input);
  };
}

/** A Describe call: its permission is asked on `*`. */
export function ec2Read<Input, Output>(schema: StaticOperationSchema, handle: Handle<Input, Output>): ModelOperation {
  return modelRead<Input, Output>(schema, { ask: () => '*', handle: prepared(handle) });
}

/** A call that changes something. Tags given with it are asked as ec2:CreateTags too, as AWS does. */
export function ec2Write<Input, Output>(
  schema: StaticOperationSchema,
  asked: Asked<Input>,
  handle: Handle<Input, Output>,
  options: { form?: TrailForm } = {},
): ModelOperation {
  const operation: ModelOperation = modelWrite<Input, Output>(schema, {
    ask: (call, input) => {
      // What is asked may stand in the default VPC: a group by its name.
      ensureDefaults(call);
      return questions(call, asked(input, { ...call, ec2: ec2Tables(call.account, call.region) }), input);
    },
    handle: prepared(handle),
    trail: (call, output) => ec2Trail(options.form ?? 'flat', call, operation.model, output),
  });
  return operation;
}

function questions(call: Call, resources: readonly string[], input: unknown): Question[] {
  const own = resources.length === 0 ? [{ resource: '*' }] : resources.map((each) => ({ resource: arnOf(call, each) }));
  const specifications = (input as { TagSpecifications?: TagSpecification[] }).TagSpecifications ?? [];
  const tagging = specifications
    .filter(({ Tags }) => Tags?.length)
    .map(({ ResourceType }) => ({
      action: 'ec2:CreateTags',
      resource: arnOf(call, `${ResourceType}/*`),
      context: { 'ec2:CreateAction': call.action },
    }));
  return [...own, ...tagging];
}
