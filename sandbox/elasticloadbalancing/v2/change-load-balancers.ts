import {
  DescribeLoadBalancerAttributes$,
  type DescribeLoadBalancerAttributesInput,
  type DescribeLoadBalancerAttributesOutput,
  ModifyLoadBalancerAttributes$,
  type ModifyLoadBalancerAttributesInput,
  type ModifyLoadBalancerAttributesOutput,
  SetIpAddressType$,
  type SetIpAddressTypeInput,
  type SetIpAddressTypeOutput,
  SetSecurityGroups$,
  type SetSecurityGroupsInput,
  type SetSecurityGroupsOutput,
  SetSubnets$,
  type SetSubnetsInput,
  type SetSubnetsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { zoneOf } from '../../store/network';
import type { Call } from '../../wire/action';
import { modelRead, modelWrite } from '../../wire/model/operation';
import { tagsOf } from '../tags';
import { attributeList, LOAD_BALANCER_DEFAULTS } from './attributes';
import { type LoadBalancerRow, loadBalancer, loadBalancers, validationError } from './rows';

const ask = (_call: Call, input: { LoadBalancerArn?: string | undefined }) => input.LoadBalancerArn ?? '*';

function change(call: Call, arn: string | undefined, changes: (row: LoadBalancerRow) => Partial<LoadBalancerRow>) {
  const row = loadBalancer(call, arn);
  const next = { ...row, ...changes(row) };
  loadBalancers(call.account, call.region).put(row.arn, next, call.now);
  return next;
}

export const loadBalancerChanges = {
  DescribeLoadBalancerAttributes: modelRead<DescribeLoadBalancerAttributesInput, DescribeLoadBalancerAttributesOutput>(
    DescribeLoadBalancerAttributes$,
    {
      ask: () => '*',
      handle: (call, input) => {
        const row = loadBalancer(call, input.LoadBalancerArn);
        return { Attributes: attributeList(LOAD_BALANCER_DEFAULTS[row.kind], row.attributes) };
      },
    },
  ),
  ModifyLoadBalancerAttributes: modelWrite<ModifyLoadBalancerAttributesInput, ModifyLoadBalancerAttributesOutput>(
    ModifyLoadBalancerAttributes$,
    {
      ask,
      handle: (call, input) => {
        const given = tagsOf(input.Attributes);
        const next = change(call, input.LoadBalancerArn, (row) => {
          const unknown = Object.keys(given).find((key) => !Object.hasOwn(LOAD_BALANCER_DEFAULTS[row.kind], key));
          if (unknown !== undefined) {
            throw validationError(
              `Load balancer attribute key '${unknown}' is not supported on load balancers with type '${row.kind}'`,
            );
          }
          return { attributes: { ...row.attributes, ...given } };
        });
        return { Attributes: attributeList(LOAD_BALANCER_DEFAULTS[next.kind], next.attributes) };
      },
    },
  ),
  SetSecurityGroups: modelWrite<SetSecurityGroupsInput, SetSecurityGroupsOutput>(SetSecurityGroups$, {
    ask,
    handle: (call, input) => ({
      SecurityGroupIds: change(call, input.LoadBalancerArn, () => ({
        securityGroups: [...(input.SecurityGroups ?? [])],
      })).securityGroups,
    }),
  }),
  SetSubnets: modelWrite<SetSubnetsInput, SetSubnetsOutput>(SetSubnets$, {
    ask,
    handle: (call, input) => {
      const ids = input.Subnets ?? (input.SubnetMappings ?? []).flatMap(({ SubnetId }) => SubnetId ?? []);
      const zones = ids.map((subnetId, index) => ({
        subnetId,
        zone: zoneOf(call.account, call.region, subnetId, index),
      }));
      change(call, input.LoadBalancerArn, () => ({ zones }));
      return { AvailabilityZones: zones.map(({ zone, subnetId }) => ({ ZoneName: zone, SubnetId: subnetId })) };
    },
  }),
  SetIpAddressType: modelWrite<SetIpAddressTypeInput, SetIpAddressTypeOutput>(SetIpAddressType$, {
    ask,
    handle: (call, input) => {
      const ipAddressType = input.IpAddressType === 'dualstack' ? 'dualstack' : 'ipv4';
      change(call, input.LoadBalancerArn, () => ({ ipAddressType }));
      return { IpAddressType: ipAddressType };
    },
  }),
};
