import {
  DescribeAddressesAttribute$,
  type DescribeAddressesAttributeRequest,
  type DescribeAddressesAttributeResult,
  DescribeInstanceCreditSpecifications$,
  type DescribeInstanceCreditSpecificationsRequest,
  type DescribeInstanceCreditSpecificationsResult,
  DescribeInstanceStatus$,
  type DescribeInstanceStatusRequest,
  type DescribeInstanceStatusResult,
  DescribeInstanceTypes$,
  type DescribeInstanceTypesRequest,
  type DescribeInstanceTypesResult,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../wire/errors';
import { need } from './kit/errors';
import { ec2Read } from './kit/operation';

const FAMILY = /^[a-z][a-z0-9-]{1,8}\.(nano|micro|small|medium|metal|\d*x?large|metal-\d+xl)$/;

/** What Terraform and the AWS CLI look up beside the things themselves. */
export const lookupOperations = {
  DescribeAddressesAttribute: ec2Read<DescribeAddressesAttributeRequest, DescribeAddressesAttributeResult>(
    DescribeAddressesAttribute$,
    ({ ec2 }, input) => {
      const ids = input.AllocationIds ?? ec2.addresses.list().map(({ AllocationId }) => AllocationId);
      for (const id of ids) need(ec2.addresses, 'address', id);
      // Only addresses with a reverse name of their own are told of; none has one here.
      return { Addresses: [] };
    },
  ),
  DescribeInstanceTypes: ec2Read<DescribeInstanceTypesRequest, DescribeInstanceTypesResult>(
    DescribeInstanceTypes$,
    (_call, input) => {
      const asked = input.InstanceTypes ?? [
        't3.micro',
        't3.medium',
        'm6i.large',
        'm7g.xlarge',
        'c6i.xlarge',
        'r6i.large',
      ];
      const unknown = asked.filter((type) => !FAMILY.test(type));
      if (unknown.length > 0) {
        throw new AwsError(
          'InvalidInstanceType',
          `The following supplied instance types do not exist: [${unknown.join(', ')}]`,
        );
      }
      const InstanceTypes = asked.map((InstanceType) => ({
        InstanceType,
        CurrentGeneration: true,
        Hypervisor: 'nitro' as const,
        BurstablePerformanceSupported: /^t\d/.test(InstanceType),
        ProcessorInfo: {
          SupportedArchitectures: [/^[a-z]\dg/.test(InstanceType) ? ('arm64' as const) : ('x86_64' as const)],
        },
        VCpuInfo: { DefaultVCpus: 2 },
      }));
      return { InstanceTypes };
    },
  ),
  DescribeInstanceCreditSpecifications: ec2Read<
    DescribeInstanceCreditSpecificationsRequest,
    DescribeInstanceCreditSpecificationsResult
  >(DescribeInstanceCreditSpecifications$, ({ ec2 }, input) => {
    const rows = (input.InstanceIds ?? []).map((id) => need(ec2.instances, 'instance', id));
    const InstanceCreditSpecifications = rows
      .filter(({ InstanceType }) => InstanceType?.startsWith('t'))
      .map(({ InstanceId }) => ({ InstanceId, CpuCredits: 'unlimited' }));
    return { InstanceCreditSpecifications };
  }),
  DescribeInstanceStatus: ec2Read<DescribeInstanceStatusRequest, DescribeInstanceStatusResult>(
    DescribeInstanceStatus$,
    ({ ec2 }, input) => {
      const rows = input.InstanceIds?.map((id) => need(ec2.instances, 'instance', id)) ?? ec2.instances.list();
      const shown = rows.filter(({ State }) => input.IncludeAllInstances || State?.Name === 'running');
      const fine = (running: boolean) => ({ Status: running ? ('ok' as const) : ('not-applicable' as const) });
      return {
        InstanceStatuses: shown.map(({ InstanceId, Placement, State }) => ({
          InstanceId,
          AvailabilityZone: Placement?.AvailabilityZone,
          InstanceState: State,
          InstanceStatus: fine(State?.Name === 'running'),
          SystemStatus: fine(State?.Name === 'running'),
        })),
      };
    },
  ),
};
