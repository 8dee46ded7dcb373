import {
  DescribeSecret$,
  type DescribeSecretRequest,
  type DescribeSecretResponse,
  GetResourcePolicy$,
  type GetResourcePolicyRequest,
  type GetResourcePolicyResponse,
  ListSecrets$,
  type ListSecretsRequest,
  type ListSecretsResponse,
} from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../wire/errors';
import { modelRead } from '../wire/model/operation';
import { pageAfter } from '../wire/model/page';
import { askSecret, heldSecret } from './find';
import { type Secret, secretsOf } from './types';

const DAY = 86_400_000;

function facts(secret: Secret) {
  const { rotation, deletedAt } = secret;
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(secret.description ? { Description: secret.description } : {}),
    ...(secret.kmsKeyId ? { KmsKeyId: secret.kmsKeyId } : {}),
    CreatedDate: new Date(secret.createdAt),
    LastChangedDate: new Date(secret.changedAt),
    ...(rotation && {
      RotationEnabled: true,
      RotationLambdaARN: rotation.lambdaArn,
      RotationRules: rotation.rules,
      ...(rotation.lastAt === undefined ? {} : { LastRotatedDate: new Date(rotation.lastAt) }),
      NextRotationDate: new Date(
        (rotation.lastAt ?? secret.createdAt) + (rotation.rules.AutomaticallyAfterDays ?? 30) * DAY,
      ),
    }),
    ...(deletedAt === undefined ? {} : { DeletedDate: new Date(deletedAt) }),
    Tags: secret.tags.map(({ key, value }) => ({ Key: key, Value: value })),
  };
}

const stages = ({ versions }: Secret) =>
  Object.fromEntries(Object.entries(versions).map(([id, names]) => [id, [...names]]));

export const describeOperations = {
  DescribeSecret: modelRead<DescribeSecretRequest, DescribeSecretResponse>(DescribeSecret$, {
    ask: askSecret,
    handle: (call, input) => {
      const secret = heldSecret(call, input);
      return { ...facts(secret), VersionIdsToStages: stages(secret) };
    },
  }),
  ListSecrets: modelRead<ListSecretsRequest, ListSecretsResponse>(ListSecrets$, {
    ask: () => '*',
    handle: (call, { IncludePlannedDeletion, MaxResults, NextToken, Filters }) => {
      const names = Filters?.filter(({ Key }) => Key === 'name').flatMap(({ Values }) => Values ?? []) ?? [];
      const found = secretsOf(call.account, call.region)
        .list()
        .filter(({ deletedAt }) => IncludePlannedDeletion || deletedAt === undefined)
        .filter(({ name }) => names.length === 0 || names.some((prefix) => name.startsWith(prefix)));
      const bad = () => new AwsError('InvalidNextTokenException', 'The NextToken value is invalid.');
      const { items, next } = pageAfter(found, MaxResults ?? 100, NextToken, ({ name }) => name, bad);
      return {
        SecretList: items.map((secret) => ({ ...facts(secret), SecretVersionsToStages: stages(secret) })),
        ...(next ? { NextToken: next } : {}),
      };
    },
  }),
  GetResourcePolicy: modelRead<GetResourcePolicyRequest, GetResourcePolicyResponse>(GetResourcePolicy$, {
    ask: askSecret,
    handle: (call, input) => {
      const { arn, name, policy } = heldSecret(call, input);
      return { ARN: arn, Name: name, ...(policy === undefined ? {} : { ResourcePolicy: policy }) };
    },
  }),
};
