import {
  DeregisterTargets$,
  type DeregisterTargetsInput,
  type DeregisterTargetsOutput,
  DescribeTargetGroupAttributes$,
  type DescribeTargetGroupAttributesInput,
  type DescribeTargetGroupAttributesOutput,
  DescribeTargetHealth$,
  type DescribeTargetHealthInput,
  type DescribeTargetHealthOutput,
  ModifyTargetGroupAttributes$,
  type ModifyTargetGroupAttributesInput,
  type ModifyTargetGroupAttributesOutput,
  RegisterTargets$,
  type RegisterTargetsInput,
  type RegisterTargetsOutput,
  type TargetDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Call } from '../../wire/action';
import { modelRead, modelWrite } from '../../wire/model/operation';
import { tagsOf } from '../tags';
import { attributeList, TARGET_GROUP_DEFAULTS } from './attributes';
import { groupsBehind, listeners, type TargetGroupRow, type TargetRow, targetGroup, targetGroups } from './rows';

const ask = (_call: Call, input: { TargetGroupArn?: string | undefined }) => input.TargetGroupArn ?? '*';

const same = (row: TargetGroupRow, a: TargetRow, b: TargetRow) =>
  a.id === b.id && (a.port ?? row.port) === (b.port ?? row.port);

const targetOf = ({ Id = '', Port, AvailabilityZone }: TargetDescription): TargetRow => ({
  id: Id,
  ...(Port !== undefined && { port: Port }),
  ...(AvailabilityZone !== undefined && { zone: AvailabilityZone }),
});

function change(call: Call, arn: string | undefined, changes: (row: TargetGroupRow) => Partial<TargetGroupRow>) {
  const row = targetGroup(call, arn);
  const next = { ...row, ...changes(row) };
  targetGroups(call.account, call.region).put(row.arn, next, call.now);
  return next;
}

function health(call: Call, input: DescribeTargetHealthInput): DescribeTargetHealthOutput {
  const row = targetGroup(call, input.TargetGroupArn);
  const used = listeners(call.account, call.region)
    .list()
    .some((each) => groupsBehind(each).has(row.arn));
  const state = used
    ? ({ State: 'healthy' } as const)
    : ({
        State: 'unused',
        Reason: 'Target.NotInUse',
        Description: 'Target group is not configured to receive traffic from the load balancer',
      } as const);
  const descriptions = row.targets.map(({ id, port, zone }) => ({
    Target: { Id: id, Port: port ?? row.port, AvailabilityZone: zone },
    ...(row.targetType !== 'lambda' && { HealthCheckPort: String(port ?? row.port) }),
    TargetHealth: state,
  }));
  return { TargetHealthDescriptions: descriptions };
}

export const targetOperations = {
  RegisterTargets: modelWrite<RegisterTargetsInput, RegisterTargetsOutput>(RegisterTargets$, {
    ask,
    handle: (call, input) => {
      const added = (input.Targets ?? []).map(targetOf);
      change(call, input.TargetGroupArn, (row) => ({
        targets: [...row.targets.filter((known) => !added.some((each) => same(row, known, each))), ...added],
      }));
      return {};
    },
  }),
  DeregisterTargets: modelWrite<DeregisterTargetsInput, DeregisterTargetsOutput>(DeregisterTargets$, {
    ask,
    handle: (call, input) => {
      const gone = (input.Targets ?? []).map(targetOf);
      change(call, input.TargetGroupArn, (row) => ({
        targets: row.targets.filter((known) => !gone.some((each) => same(row, known, each))),
      }));
      return {};
    },
  }),
  DescribeTargetHealth: modelRead<DescribeTargetHealthInput, DescribeTargetHealthOutput>(DescribeTargetHealth$, {
    ask: () => '*',
    handle: health,
  }),
  DescribeTargetGroupAttributes: modelRead<DescribeTargetGroupAttributesInput, DescribeTargetGroupAttributesOutput>(
    DescribeTargetGroupAttributes$,
    {
      ask: () => '*',
      handle: (call, input) => ({
        Attributes: attributeList(TARGET_GROUP_DEFAULTS, targetGroup(call, input.TargetGroupArn).attributes),
      }),
    },
  ),
  ModifyTargetGroupAttributes: modelWrite<ModifyTargetGroupAttributesInput, ModifyTargetGroupAttributesOutput>(
    ModifyTargetGroupAttributes$,
    {
      ask,
      handle: (call, input) => {
        const given = tagsOf(input.Attributes);
        const next = change(call, input.TargetGroupArn, (row) => ({ attributes: { ...row.attributes, ...given } }));
        return { Attributes: attributeList(TARGET_GROUP_DEFAULTS, next.attributes) };
      },
    },
  ),
};
