import {
  type Cluster,
  CreateCluster$,
  type CreateClusterRequest,
  type CreateClusterResponse,
  DeleteCluster$,
  type DeleteClusterRequest,
  type DeleteClusterResponse,
  DescribeCluster$,
  type DescribeClusterRequest,
  type DescribeClusterResponse,
  ListClusters$,
  type ListClustersRequest,
  type ListClustersResponse,
  UpdateClusterConfig$,
  type UpdateClusterConfigRequest,
  type UpdateClusterConfigResponse,
} from '@aws-sdk/client-eks';
import { uuid } from '../store/ids';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { pageOf } from '../wire/paging';
import { type ClusterRow, clusterArn, clustersOf, findCluster, loggingOf, newCluster } from './state';

const ask = (call: Call, { name }: { name?: string | undefined }) => clusterArn(call, name ?? '');
const shown = (row: ClusterRow): Cluster => ({ ...row, createdAt: new Date(row.createdAt) });

export const clusterOperations = {
  CreateCluster: modelWrite<CreateClusterRequest, CreateClusterResponse>(CreateCluster$, {
    ask: (_call, input) => [
      { resource: '*' },
      {
        action: 'iam:PassRole',
        resource: input.roleArn ?? '*',
        context: { 'iam:PassedToService': 'eks.amazonaws.com' },
      },
    ],
    handle: (call, input) => {
      const name = input.name ?? '';
      if (!/^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/.test(name)) {
        throw new AwsError('InvalidParameterException', `The cluster name ${name} is not valid.`, 400);
      }
      if (clustersOf(call.account, call.region).get(name)) {
        throw new AwsError('ResourceInUseException', `Cluster already exists with name: ${name}`, 409);
      }
      const cluster = newCluster(call.world.random, call, input, call.now);
      clustersOf(call.account, call.region).put(name, cluster, call.now);
      return { cluster: { ...shown(cluster), status: 'CREATING' } };
    },
  }),
  ListClusters: modelRead<ListClustersRequest, ListClustersResponse>(ListClusters$, {
    ask: () => '*',
    handle: (call, { maxResults, nextToken }) => {
      const { items, next } = pageOf(clustersOf(call.account, call.region).list(), {
        size: Math.min(maxResults ?? 100, 100),
        token: nextToken,
        invalid: () => new AwsError('InvalidParameterException', 'The nextToken is not valid.', 400),
      });
      return { clusters: items.map(({ name }) => name), nextToken: next };
    },
  }),
  DescribeCluster: modelRead<DescribeClusterRequest, DescribeClusterResponse>(DescribeCluster$, {
    ask,
    handle: (call, { name }) => ({ cluster: shown(findCluster(call, name)) }),
  }),
  UpdateClusterConfig: modelWrite<UpdateClusterConfigRequest, UpdateClusterConfigResponse>(UpdateClusterConfig$, {
    ask,
    handle: (call, { name, resourcesVpcConfig, logging, deletionProtection }) => {
      const found = findCluster(call, name);
      const changed: ClusterRow = {
        ...found,
        resourcesVpcConfig: { ...found.resourcesVpcConfig, ...resourcesVpcConfig },
        ...(logging ? { logging: loggingOf(logging) } : {}),
        ...(deletionProtection === undefined ? {} : { deletionProtection }),
      };
      clustersOf(call.account, call.region).put(found.name, changed, call.now);
      const type = logging ? 'LoggingUpdate' : 'EndpointAccessUpdate';
      const update = { id: uuid(call.world.random), status: 'InProgress', type, params: [], errors: [] } as const;
      return { update: { ...update, params: [], errors: [], createdAt: new Date(call.now) } };
    },
  }),
  DeleteCluster: modelWrite<DeleteClusterRequest, DeleteClusterResponse>(DeleteCluster$, {
    ask,
    handle: (call, { name }) => {
      const found = findCluster(call, name);
      if (found.deletionProtection) {
        throw new AwsError('InvalidRequestException', `Cluster ${name} has deletion protection enabled.`, 400);
      }
      clustersOf(call.account, call.region).delete(found.name, call.now);
      return { cluster: { ...shown(found), status: 'DELETING' } };
    },
  }),
};
