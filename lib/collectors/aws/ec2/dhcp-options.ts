import { DescribeDhcpOptionsCommand, type DhcpOptions } from '@aws-sdk/client-ec2';
import type { Collector } from '@/lib/collectors/types';
import { ec2Events, ids, taggingEvents } from './events';
import { describing } from './reads/describe';
import { pagesOf } from './reads/pages';
import { ec2Arn, ec2Attributes, ec2Resource } from './values';

const TYPE = 'AWS::EC2::DHCPOptions';

export const dhcpOptionsCollector: Collector<DhcpOptions> = {
  service: 'ec2',
  type: TYPE,
  title: 'DHCP option set',
  scope: 'regional',
  actions: ['ec2:DescribeDhcpOptions'],
  enrichingActions: [],
  readActions: [],
  ...describing<DhcpOptions>({
    idOf: (options) => options.DhcpOptionsId,
    idFilter: 'dhcp-options-id',
    read: (ctx, Filters) =>
      pagesOf(
        ctx,
        (ec2, NextToken, options) =>
          ec2.send(new DescribeDhcpOptionsCommand({ Filters, NextToken, MaxResults: 1000 }), options),
        (page) => page.DhcpOptions,
      ),
  }),
  normalize: (raw, env) =>
    ec2Resource(env, TYPE, {
      id: raw.DhcpOptionsId,
      arn: ec2Arn(env, 'dhcp-options', raw.DhcpOptionsId ?? '', raw.OwnerId),
      tags: raw.Tags,
      // The order of name servers counts, that of the options does not.
      attributes: ec2Attributes(raw, { sort: ['DhcpConfigurations'] }),
      addresses: (raw.DhcpConfigurations ?? [])
        .filter(({ Key }) => Key !== 'netbios-node-type')
        .flatMap(({ Values }) => (Values ?? []).map(({ Value }) => Value))
        .filter((value) => value !== 'AmazonProvidedDNS'),
    }),
  // The options themselves never change: a change is another set.
  events: [
    ...ec2Events(ids({ answers: ['dhcpOptions.dhcpOptionsId'] }), { creates: ['CreateDhcpOptions'] }),
    ...ec2Events(ids({ asks: ['dhcpOptionsId'] }), { deletes: ['DeleteDhcpOptions'] }),
    ...taggingEvents('dopt-'),
  ],
};
