import {
  CreateRepository$,
  type CreateRepositoryRequest,
  type CreateRepositoryResponse,
  DeleteRepository$,
  type DeleteRepositoryRequest,
  type DeleteRepositoryResponse,
  DescribeRepositories$,
  type DescribeRepositoriesRequest,
  type DescribeRepositoriesResponse,
  PutImageScanningConfiguration$,
  type PutImageScanningConfigurationRequest,
  type PutImageScanningConfigurationResponse,
  PutImageTagMutability$,
  type PutImageTagMutabilityRequest,
  type PutImageTagMutabilityResponse,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { pageOf } from '../wire/paging';
import { askRepository, findRepository, keepRepository, newRepository, repositoriesOf, shownRepository } from './state';

const NAME = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

export const repositoryOperations = {
  CreateRepository: modelWrite<CreateRepositoryRequest, CreateRepositoryResponse>(CreateRepository$, {
    ask: askRepository,
    handle: (call, input) => {
      const name = input.repositoryName ?? '';
      if (!NAME.test(name)) {
        const message = `Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '${NAME.source}''`;
        throw new AwsError('InvalidParameterException', message);
      }
      if (repositoriesOf(call.account, call.region).get(name)) {
        throw new AwsError(
          'RepositoryAlreadyExistsException',
          `The repository with name '${name}' already exists in the registry with id '${call.account.id}'`,
        );
      }
      return { repository: keepRepository(call, newRepository(call, input, call.now)) };
    },
  }),
  DescribeRepositories: modelRead<DescribeRepositoriesRequest, DescribeRepositoriesResponse>(DescribeRepositories$, {
    ask: (call, { repositoryNames }) =>
      (repositoryNames ?? ['*']).map((repositoryName) => ({ resource: askRepository(call, { repositoryName }) })),
    handle: (call, { repositoryNames, maxResults, nextToken }) => {
      if (repositoryNames !== undefined) {
        return { repositories: repositoryNames.map((name) => shownRepository(findRepository(call, name))) };
      }
      const { items, next } = pageOf(repositoriesOf(call.account, call.region).list(), {
        size: Math.min(maxResults ?? 100, 1000),
        token: nextToken,
        invalid: () => new AwsError('InvalidParameterException', 'Invalid parameter at nextToken.'),
      });
      return { repositories: items.map(shownRepository), nextToken: next };
    },
  }),
  PutImageScanningConfiguration: modelWrite<
    PutImageScanningConfigurationRequest,
    PutImageScanningConfigurationResponse
  >(PutImageScanningConfiguration$, {
    ask: askRepository,
    handle: (call, { repositoryName, imageScanningConfiguration }) => {
      const found = findRepository(call, repositoryName);
      keepRepository(call, { ...found, shown: { ...found.shown, imageScanningConfiguration } });
      return { registryId: call.account.id, repositoryName, imageScanningConfiguration };
    },
  }),
  PutImageTagMutability: modelWrite<PutImageTagMutabilityRequest, PutImageTagMutabilityResponse>(
    PutImageTagMutability$,
    {
      ask: askRepository,
      handle: (call, { repositoryName, imageTagMutability }) => {
        const found = findRepository(call, repositoryName);
        keepRepository(call, { ...found, shown: { ...found.shown, imageTagMutability } });
        return { registryId: call.account.id, repositoryName, imageTagMutability };
      },
    },
  ),
  DeleteRepository: modelWrite<DeleteRepositoryRequest, DeleteRepositoryResponse>(DeleteRepository$, {
    ask: askRepository,
    handle: (call, { repositoryName }) => {
      const found = findRepository(call, repositoryName);
      repositoriesOf(call.account, call.region).delete(found.shown.repositoryName, call.now);
      return { repository: shownRepository(found) };
    },
  }),
};
