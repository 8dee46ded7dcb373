import {
  CreateTargetGroup$,
  type CreateTargetGroupInput,
  type CreateTargetGroupOutput,
  DeleteTargetGroup$,
  type DeleteTargetGroupInput,
  type DeleteTargetGroupOutput,
  DescribeTargetGroups$,
  type DescribeTargetGroupsInput,
  type DescribeTargetGroupsOutput,
  ModifyTargetGroup$,
  type ModifyTargetGroupInput,
  type ModifyTargetGroupOutput,
  type TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Account } from '../../store/account';
import type { Random } from '../../store/random';
import type { Call } from '../../wire/action';
import { AwsError } from '../../wire/errors';
import { modelRead, modelWrite } from '../../wire/model/operation';
import { pageAfter } from '../../wire/model/page';
import { tagsOf } from '../tags';
import { hex16 } from './make-load-balancer';
import {
  arnBase,
  badMarker,
  groupsBehind,
  listeners,
  type TargetGroupRow,
  targetGroup,
  targetGroups,
  validationError,
} from './rows';

/** A target group with AWS's defaults for its target type. */
export function makeTargetGroup(
  random: Random,
  account: Account,
  region: string,
  given: Pick<TargetGroupRow, 'name'> & Partial<TargetGroupRow>,
): TargetGroupRow {
  const lambda = given.targetType === 'lambda';
  const http = !lambda && (given.protocol === undefined || given.protocol.startsWith('HTTP'));
  return {
    arn: `arn:aws:elasticloadbalancing:${region}:${account.id}:targetgroup/${given.name}/${hex16(random)}`,
    targetType: 'instance',
    protocol: lambda ? undefined : 'HTTP',
    protocolVersion: http ? 'HTTP1' : undefined,
    port: lambda ? undefined : 80,
    vpcId: undefined,
    ipAddressType: 'ipv4',
    health: {
      enabled: !lambda,
      protocol: lambda ? undefined : http ? 'HTTP' : 'TCP',
      port: 'traffic-port',
      path: http || lambda ? '/' : undefined,
      codes: http || lambda ? '200' : undefined,
      interval: lambda ? 35 : 30,
      timeout: lambda ? 30 : http ? 5 : 10,
      healthy: 5,
      unhealthy: 2,
    },
    targets: [],
    attributes: {},
    tags: {},
    ...given,
  };
}

/** Target group ARN -> the load balancers that reach it. */
function usersOf(call: Call): Map<string, string[]> {
  const users = new Map<string, string[]>();
  for (const [, row] of listeners(call.account, call.region).entries()) {
    for (const arn of groupsBehind(row)) {
      const known = users.get(arn) ?? [];
      if (!known.includes(row.loadBalancerArn)) users.set(arn, [...known, row.loadBalancerArn]);
    }
  }
  return users;
}

function shown(row: TargetGroupRow, users: ReadonlyMap<string, string[]>): TargetGroup {
  const { health } = row;
  return {
    TargetGroupArn: row.arn,
    TargetGroupName: row.name,
    Protocol: row.protocol as TargetGroup['Protocol'],
    Port: row.port,
    VpcId: row.vpcId,
    HealthCheckProtocol: health.protocol as TargetGroup['Protocol'],
    HealthCheckPort: health.port,
    HealthCheckEnabled: health.enabled,
    HealthCheckIntervalSeconds: health.interval,
    HealthCheckTimeoutSeconds: health.timeout,
    HealthyThresholdCount: health.healthy,
    UnhealthyThresholdCount: health.unhealthy,
    HealthCheckPath: health.path,
    ...(health.codes !== undefined && { Matcher: { HttpCode: health.codes } }),
    LoadBalancerArns: users.get(row.arn) ?? [],
    TargetType: row.targetType,
    ProtocolVersion: row.protocolVersion,
    IpAddressType: row.ipAddressType,
  };
}

function create(call: Call, input: CreateTargetGroupInput): CreateTargetGroupOutput {
  const table = targetGroups(call.account, call.region);
  const name = input.Name ?? '';
  const targetType = input.TargetType ?? 'instance';
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/.test(name)) {
    throw validationError(`The target group name '${name}' is not valid`);
  }
  if (targetType !== 'lambda' && !(input.Protocol && input.Port && input.VpcId)) {
    throw validationError('A protocol, a port and a VPC must be specified');
  }
  if (table.list().some((row) => row.name === name)) {
    throw new AwsError(
      'DuplicateTargetGroupName',
      `A target group with the same name '${name}' exists, but with different settings`,
    );
  }
  const made = makeTargetGroup(call.world.random, call.account, call.region, {
    name,
    targetType,
    ...(targetType !== 'lambda' && { protocol: input.Protocol, port: input.Port, vpcId: input.VpcId }),
    tags: tagsOf(input.Tags),
  });
  const row = { ...made, health: changedHealth(made, input) };
  table.put(row.arn, row, call.now);
  return { TargetGroups: [shown(row, new Map())] };
}

function changedHealth({ health }: TargetGroupRow, input: Partial<ModifyTargetGroupInput>): TargetGroupRow['health'] {
  return {
    enabled: input.HealthCheckEnabled ?? health.enabled,
    protocol: input.HealthCheckProtocol ?? health.protocol,
    port: input.HealthCheckPort ?? health.port,
    path: input.HealthCheckPath ?? health.path,
    codes: input.Matcher?.HttpCode ?? health.codes,
    interval: input.HealthCheckIntervalSeconds ?? health.interval,
    timeout: input.HealthCheckTimeoutSeconds ?? health.timeout,
    healthy: input.HealthyThresholdCount ?? health.healthy,
    unhealthy: input.UnhealthyThresholdCount ?? health.unhealthy,
  };
}

function describe(call: Call, input: DescribeTargetGroupsInput): DescribeTargetGroupsOutput {
  const users = usersOf(call);
  let rows = targetGroups(call.account, call.region).list();
  if (input.TargetGroupArns?.length) rows = input.TargetGroupArns.map((arn) => targetGroup(call, arn));
  else if (input.Names?.length) {
    const { Names } = input;
    rows = rows.filter(({ name }) => Names.includes(name));
    if (rows.length < Names.length) throw new AwsError('TargetGroupNotFound', 'One or more target groups not found');
  } else if (input.LoadBalancerArn) {
    const owner = input.LoadBalancerArn;
    rows = rows.filter(({ arn }) => users.get(arn)?.includes(owner));
  }
  const page = pageAfter(rows, input.PageSize ?? 400, input.Marker, ({ arn }) => arn, badMarker);
  return { TargetGroups: page.items.map((row) => shown(row, users)), NextMarker: page.next };
}

export const targetGroupOperations = {
  CreateTargetGroup: modelWrite<CreateTargetGroupInput, CreateTargetGroupOutput>(CreateTargetGroup$, {
    ask: (call, input) => `${arnBase(call)}:targetgroup/${input.Name}/*`,
    handle: create,
  }),
  DescribeTargetGroups: modelRead<DescribeTargetGroupsInput, DescribeTargetGroupsOutput>(DescribeTargetGroups$, {
    ask: () => '*',
    handle: describe,
  }),
  ModifyTargetGroup: modelWrite<ModifyTargetGroupInput, ModifyTargetGroupOutput>(ModifyTargetGroup$, {
    ask: (_call, input) => input.TargetGroupArn ?? '*',
    handle: (call, input) => {
      const row = targetGroup(call, input.TargetGroupArn);
      const next = { ...row, health: changedHealth(row, input) };
      targetGroups(call.account, call.region).put(row.arn, next, call.now);
      return { TargetGroups: [shown(next, usersOf(call))] };
    },
  }),
  DeleteTargetGroup: modelWrite<DeleteTargetGroupInput, DeleteTargetGroupOutput>(DeleteTargetGroup$, {
    ask: (_call, input) => input.TargetGroupArn ?? '*',
    handle: (call, { TargetGroupArn: arn = '' }) => {
      if (usersOf(call).has(arn)) {
        throw new AwsError('ResourceInUse', `Target group '${arn}' is currently in use by a listener or a rule`);
      }
      targetGroups(call.account, call.region).delete(arn, call.now);
      return {};
    },
  }),
};
