import type { CreateRepositoryRequest, Repository } from '@aws-sdk/client-ecr';
import type { Account } from '../store/account';
import type { Table } from '../store/table';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';

type Shown = Omit<Repository, 'createdAt' | 'repositoryName' | 'repositoryArn'>;

/** A repository as it is answered, with what has calls of its own: tags and policies. */
export type RepositoryRow = {
  shown: Shown & { repositoryName: string; repositoryArn: string };
  createdAt: number;
  tags: Readonly<Record<string, string>>;
  policy: string | null;
  lifecyclePolicy: string | null;
};

type Place = Pick<Call, 'account' | 'region'>;

export const repositoriesOf = (account: Account, region: string): Table<RepositoryRow> =>
  account.table<RepositoryRow>('ecr.repository', region);

export const repositoryArn = ({ account, region }: Place, name: string): string =>
  `arn:aws:ecr:${region}:${account.id}:repository/${name}`;

export const askRepository = (call: Place, input: { repositoryName?: string | undefined }): string =>
  repositoryArn(call, input.repositoryName ?? '*');

export function findRepository(call: Place, name: string | undefined): RepositoryRow {
  const found = repositoriesOf(call.account, call.region).get(name ?? '');
  if (found !== undefined) return found;
  throw new AwsError(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${call.account.id}'`,
  );
}

export function keepRepository(call: Call, row: RepositoryRow): Repository {
  repositoriesOf(call.account, call.region).put(row.shown.repositoryName, row, call.now);
  return shownRepository(row);
}

export const shownRepository = ({ shown, createdAt }: RepositoryRow): Repository => ({
  ...shown,
  createdAt: new Date(createdAt),
});

/** A new repository with ECR's defaults: mutable tags, no scan on push, AES256. */
export function newRepository(place: Place, input: CreateRepositoryRequest, createdAt: number): RepositoryRow {
  const { repositoryName = '', encryptionConfiguration: encryption } = input;
  const key = `arn:aws:kms:${place.region}:${place.account.id}:alias/aws/ecr`;
  return {
    shown: {
      repositoryName,
      repositoryArn: repositoryArn(place, repositoryName),
      registryId: place.account.id,
      repositoryUri: `${place.account.id}.dkr.ecr.${place.region}.amazonaws.com/${repositoryName}`,
      imageTagMutability: input.imageTagMutability ?? 'MUTABLE',
      imageScanningConfiguration: { scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false },
      encryptionConfiguration:
        encryption?.encryptionType === 'KMS'
          ? { encryptionType: 'KMS', kmsKey: encryption.kmsKey ?? key }
          : { encryptionType: 'AES256' },
    },
    createdAt,
    tags: Object.fromEntries((input.tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
    policy: null,
    lifecyclePolicy: null,
  };
}
