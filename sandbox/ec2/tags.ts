import {
  CreateTags$,
  type CreateTagsRequest,
  DeleteTags$,
  type DeleteTagsRequest,
  DescribeTags$,
  type DescribeTagsRequest,
  type DescribeTagsResult,
  type ResourceType,
  type Tag,
  TagDescription$,
} from '@aws-sdk/client-ec2';
import type { Table } from '../store/table';
import { AwsError } from '../wire/errors';
import type { Ec2Call } from './kit/call';
import { ec2Read, ec2Write } from './kit/operation';
import type { Ec2Tables } from './kit/rows';
import { select } from './kit/select';
import { mergeTags } from './kit/tags';

type Tagged = { Tags?: Tag[] | undefined; TagSet?: Tag[] | undefined };
type Kind = { table: keyof Ec2Tables; type: ResourceType };

/** What an id's prefix says it is; `type` is also the kind in its ARN. */
const KINDS: Readonly<Record<string, Kind>> = {
  vpc: { table: 'vpcs', type: 'vpc' },
  subnet: { table: 'subnets', type: 'subnet' },
  sg: { table: 'groups', type: 'security-group' },
  i: { table: 'instances', type: 'instance' },
  vol: { table: 'volumes', type: 'volume' },
  snap: { table: 'snapshots', type: 'snapshot' },
  ami: { table: 'images', type: 'image' },
  eni: { table: 'interfaces', type: 'network-interface' },
  rtb: { table: 'routeTables', type: 'route-table' },
  igw: { table: 'internetGateways', type: 'internet-gateway' },
  nat: { table: 'natGateways', type: 'natgateway' },
  eipalloc: { table: 'addresses', type: 'elastic-ip' },
  key: { table: 'keyPairs', type: 'key-pair' },
  dopt: { table: 'dhcpOptions', type: 'dhcp-options' },
  vpce: { table: 'endpoints', type: 'vpc-endpoint' },
  pcx: { table: 'peerings', type: 'vpc-peering-connection' },
};

const kindOf = (id: string): Kind | undefined => KINDS[id.slice(0, id.lastIndexOf('-'))];

function rowOf({ ec2 }: Ec2Call, id: string): { table: Table<Tagged>; row: Tagged } {
  const kind = kindOf(id);
  if (!kind) throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
  const table = ec2[kind.table] as unknown as Table<Tagged>;
  const row = table.get(id);
  if (!row) throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
  return { table, row };
}

const tagsOf = (row: Tagged): readonly Tag[] => row.TagSet ?? row.Tags ?? [];

function retag(call: Ec2Call, ids: readonly string[] | undefined, change: (tags: readonly Tag[]) => Tag[]): void {
  const found = (ids ?? []).map((id) => ({ id, ...rowOf(call, id) }));
  for (const { id, table, row } of found) {
    const tags = change(tagsOf(row));
    table.put(id, 'TagSet' in row ? { ...row, TagSet: tags } : { ...row, Tags: tags }, call.now);
  }
}

const asked = (input: { Resources?: string[] | undefined }) =>
  (input.Resources ?? []).map((id) => `${kindOf(id)?.type ?? '*'}/${id}`);

export const tagOperations = {
  CreateTags: ec2Write<CreateTagsRequest, object>(CreateTags$, asked, (call, input) => {
    retag(call, input.Resources, (tags) => mergeTags(tags, input.Tags ?? []));
    return {};
  }),
  DeleteTags: ec2Write<DeleteTagsRequest, object>(DeleteTags$, asked, (call, input) => {
    retag(call, input.Resources, (tags) => {
      if (!input.Tags?.length) return tags.filter(({ Key }) => Key?.startsWith('aws:'));
      // A value, where one is given, must match; the key alone takes any.
      const gone = (tag: Tag) =>
        input.Tags?.some(({ Key, Value }) => Key === tag.Key && (Value === undefined || Value === tag.Value));
      return tags.filter((tag) => !gone(tag));
    });
    return {};
  }),
  DescribeTags: ec2Read<DescribeTagsRequest, DescribeTagsResult>(DescribeTags$, ({ ec2 }, input) => {
    const all = Object.values(KINDS).flatMap(({ table, type }) =>
      [...(ec2[table] as unknown as Table<Tagged>).entries()].flatMap(([ResourceId, row]) =>
        tagsOf(row).map(({ Key, Value }) => ({ ResourceId, ResourceType: type, Key, Value })),
      ),
    );
    const idOf = (each: (typeof all)[number]) => `${each.ResourceId}-${Buffer.from(each.Key ?? '').toString('hex')}`;
    all.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
    const { rows, NextToken } = select(all, input, { kind: 'vpc', idOf, schema: TagDescription$ });
    return { Tags: rows, NextToken };
  }),
};
