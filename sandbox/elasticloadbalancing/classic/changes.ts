import {
  AddTags$,
  type AddTagsInput,
  type AddTagsOutput,
  ApplySecurityGroupsToLoadBalancer$,
  type ApplySecurityGroupsToLoadBalancerInput,
  type ApplySecurityGroupsToLoadBalancerOutput,
  ConfigureHealthCheck$,
  type ConfigureHealthCheckInput,
  type ConfigureHealthCheckOutput,
  type CreateLoadBalancerListenerInput,
  type CreateLoadBalancerListenerOutput,
  CreateLoadBalancerListeners$,
  type DeleteLoadBalancerListenerInput,
  type DeleteLoadBalancerListenerOutput,
  DeleteLoadBalancerListeners$,
  type DeregisterEndPointsInput,
  type DeregisterEndPointsOutput,
  DeregisterInstancesFromLoadBalancer$,
  DescribeLoadBalancerAttributes$,
  type DescribeLoadBalancerAttributesInput,
  type DescribeLoadBalancerAttributesOutput,
  DescribeTags$,
  type DescribeTagsInput,
  type DescribeTagsOutput,
  ModifyLoadBalancerAttributes$,
  type ModifyLoadBalancerAttributesInput,
  type ModifyLoadBalancerAttributesOutput,
  type RegisterEndPointsInput,
  type RegisterEndPointsOutput,
  RegisterInstancesWithLoadBalancer$,
  RemoveTags$,
  type RemoveTagsInput,
  type RemoveTagsOutput,
} from '@aws-sdk/client-elastic-load-balancing';
import type { Call } from '../../wire/action';
import { AwsError } from '../../wire/errors';
import { modelRead, modelWrite } from '../../wire/model/operation';
import { tagList, withoutTags, withTags } from '../tags';
import { validationError } from '../v2/rows';
import { askClassic as ask, CLASSIC_DEFAULTS, changeClassic, classic, classicArn } from './rows';

const askEach = (call: Call, input: { LoadBalancerNames?: string[] | undefined }) =>
  (input.LoadBalancerNames ?? []).map((name) => ({ resource: classicArn(call, name) }));

const shownInstances = (ids: readonly string[]) => ({ Instances: ids.map((InstanceId) => ({ InstanceId })) });

export const classicChanges = {
  RegisterInstancesWithLoadBalancer: modelWrite<RegisterEndPointsInput, RegisterEndPointsOutput>(
    RegisterInstancesWithLoadBalancer$,
    {
      ask,
      handle: (call, input) => {
        const added = (input.Instances ?? []).flatMap(({ InstanceId }) => InstanceId ?? []);
        const next = changeClassic(call, input.LoadBalancerName, ({ instances }) => ({
          instances: [...new Set([...instances, ...added])],
        }));
        return shownInstances(next.instances);
      },
    },
  ),
  DeregisterInstancesFromLoadBalancer: modelWrite<DeregisterEndPointsInput, DeregisterEndPointsOutput>(
    DeregisterInstancesFromLoadBalancer$,
    {
      ask,
      handle: (call, input) => {
        const gone = (input.Instances ?? []).map(({ InstanceId }) => InstanceId);
        const next = changeClassic(call, input.LoadBalancerName, ({ instances }) => ({
          instances: instances.filter((id) => !gone.includes(id)),
        }));
        return shownInstances(next.instances);
      },
    },
  ),
  CreateLoadBalancerListeners: modelWrite<CreateLoadBalancerListenerInput, CreateLoadBalancerListenerOutput>(
    CreateLoadBalancerListeners$,
    {
      ask,
      handle: (call, input) => {
        changeClassic(call, input.LoadBalancerName, ({ listeners }) => {
          const taken = input.Listeners?.find((each) =>
            listeners.some((one) => one.LoadBalancerPort === each.LoadBalancerPort),
          );
          if (taken) {
            throw new AwsError(
              'DuplicateListener',
              `A listener already exists for ${input.LoadBalancerName} with LoadBalancerPort ${taken.LoadBalancerPort}`,
            );
          }
          return { listeners: [...listeners, ...(input.Listeners ?? [])] };
        });
        return {};
      },
    },
  ),
  DeleteLoadBalancerListeners: modelWrite<DeleteLoadBalancerListenerInput, DeleteLoadBalancerListenerOutput>(
    DeleteLoadBalancerListeners$,
    {
      ask,
      handle: (call, input) => {
        changeClassic(call, input.LoadBalancerName, ({ listeners }) => ({
          listeners: listeners.filter(
            ({ LoadBalancerPort }) => !input.LoadBalancerPorts?.includes(LoadBalancerPort ?? 0),
          ),
        }));
        return {};
      },
    },
  ),
  ApplySecurityGroupsToLoadBalancer: modelWrite<
    ApplySecurityGroupsToLoadBalancerInput,
    ApplySecurityGroupsToLoadBalancerOutput
  >(ApplySecurityGroupsToLoadBalancer$, {
    ask,
    handle: (call, input) => {
      const securityGroups = [...(input.SecurityGroups ?? [])];
      changeClassic(call, input.LoadBalancerName, () => ({ securityGroups }));
      return { SecurityGroups: securityGroups };
    },
  }),
  ConfigureHealthCheck: modelWrite<ConfigureHealthCheckInput, ConfigureHealthCheckOutput>(ConfigureHealthCheck$, {
    ask,
    handle: (call, input) => {
      const given = input.HealthCheck;
      changeClassic(call, input.LoadBalancerName, ({ healthCheck }) => ({
        healthCheck: {
          target: given?.Target ?? healthCheck.target,
          interval: given?.Interval ?? healthCheck.interval,
          timeout: given?.Timeout ?? healthCheck.timeout,
          unhealthy: given?.UnhealthyThreshold ?? healthCheck.unhealthy,
          healthy: given?.HealthyThreshold ?? healthCheck.healthy,
        },
      }));
      return { HealthCheck: given };
    },
  }),
  DescribeLoadBalancerAttributes: modelRead<DescribeLoadBalancerAttributesInput, DescribeLoadBalancerAttributesOutput>(
    DescribeLoadBalancerAttributes$,
    {
      ask: () => '*',
      handle: (call, input) => ({
        LoadBalancerAttributes: { ...CLASSIC_DEFAULTS, ...classic(call, input.LoadBalancerName).attributes } as object,
      }),
    },
  ),
  ModifyLoadBalancerAttributes: modelWrite<ModifyLoadBalancerAttributesInput, ModifyLoadBalancerAttributesOutput>(
    ModifyLoadBalancerAttributes$,
    {
      ask,
      handle: (call, input) => {
        const next = changeClassic(call, input.LoadBalancerName, ({ attributes }) => ({
          attributes: { ...attributes, ...input.LoadBalancerAttributes },
        }));
        return { LoadBalancerName: next.name, LoadBalancerAttributes: next.attributes };
      },
    },
  ),
  AddTags: modelWrite<AddTagsInput, AddTagsOutput>(AddTags$, {
    ask: askEach,
    handle: (call, input) => {
      for (const name of input.LoadBalancerNames ?? []) {
        changeClassic(call, name, ({ tags }) => ({ tags: withTags(tags, input.Tags) }));
      }
      return {};
    },
  }),
  RemoveTags: modelWrite<RemoveTagsInput, RemoveTagsOutput>(RemoveTags$, {
    ask: askEach,
    handle: (call, input) => {
      const keys = (input.Tags ?? []).flatMap(({ Key }) => Key ?? []);
      for (const name of input.LoadBalancerNames ?? []) {
        changeClassic(call, name, ({ tags }) => ({ tags: withoutTags(tags, keys) }));
      }
      return {};
    },
  }),
  DescribeTags: modelRead<DescribeTagsInput, DescribeTagsOutput>(DescribeTags$, {
    ask: () => '*',
    handle: (call, { LoadBalancerNames = [] }) => {
      if (LoadBalancerNames.length > 20) throw validationError('Up to 20 load balancers can be named in one call');
      return {
        TagDescriptions: LoadBalancerNames.map((name) => ({
          LoadBalancerName: name,
          Tags: tagList(classic(call, name).tags),
        })),
      };
    },
  }),
};
