import {
  CreateDhcpOptions$,
  type CreateDhcpOptionsRequest,
  type CreateDhcpOptionsResult,
  DeleteDhcpOptions$,
  type DeleteDhcpOptionsRequest,
  DescribeDhcpOptions$,
  type DescribeDhcpOptionsRequest,
  type DescribeDhcpOptionsResult,
  DhcpOptions$,
} from '@aws-sdk/client-ec2';
import { dependency, invalidValue, need } from './kit/errors';
import { ec2Read, ec2Write } from './kit/operation';
import { toAnswer } from './kit/rows';
import { select } from './kit/select';
import { tagsFor } from './kit/tags';
import { makerOf } from './make/maker';
import { makeDhcpOptions } from './make/network';

const KEYS = [
  'domain-name-servers',
  'domain-name',
  'ntp-servers',
  'netbios-name-servers',
  'netbios-node-type',
  'ipv6-address-preferred-lease-time',
];

export const dhcpOptionsOperations = {
  DescribeDhcpOptions: ec2Read<DescribeDhcpOptionsRequest, DescribeDhcpOptionsResult>(
    DescribeDhcpOptions$,
    ({ ec2 }, input) => {
      const { rows, NextToken } = select(ec2.dhcpOptions.list(), input, {
        kind: 'dhcp',
        idOf: (row) => row.DhcpOptionsId,
        ids: input.DhcpOptionsIds,
        schema: DhcpOptions$,
        filters: {
          key: (row) => row.DhcpConfigurations?.map(({ Key }) => Key) ?? [],
          value: (row) =>
            row.DhcpConfigurations?.flatMap(({ Values }) => Values?.map(({ Value }) => Value) ?? []) ?? [],
        },
      });
      return { DhcpOptions: rows.map((row) => toAnswer(row)), NextToken };
    },
  ),
  CreateDhcpOptions: ec2Write<CreateDhcpOptionsRequest, CreateDhcpOptionsResult>(
    CreateDhcpOptions$,
    () => ['dhcp-options/*'],
    (call, input) => {
      const options: Record<string, string[]> = {};
      for (const { Key = '', Values = [] } of input.DhcpConfigurations ?? []) {
        if (!KEYS.includes(Key)) throw invalidValue(`Unknown DHCP option '${Key}'.`);
        options[Key] = Values;
      }
      const made = makeDhcpOptions(makerOf(call), options, tagsFor(input.TagSpecifications, 'dhcp-options'));
      return { DhcpOptions: toAnswer(made) };
    },
  ),
  DeleteDhcpOptions: ec2Write<DeleteDhcpOptionsRequest, object>(
    DeleteDhcpOptions$,
    (input) => [`dhcp-options/${input.DhcpOptionsId}`],
    ({ ec2, now }, input) => {
      const { DhcpOptionsId } = need(ec2.dhcpOptions, 'dhcp', input.DhcpOptionsId);
      if (ec2.vpcs.list().some((vpc) => vpc.DhcpOptionsId === DhcpOptionsId)) {
        throw dependency(`The dhcpOptions '${DhcpOptionsId}' has dependencies and cannot be deleted.`);
      }
      ec2.dhcpOptions.delete(DhcpOptionsId, now);
      return {};
    },
  ),
};
