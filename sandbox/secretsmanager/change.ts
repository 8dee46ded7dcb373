import {
  CancelRotateSecret$,
  type CancelRotateSecretRequest,
  type CancelRotateSecretResponse,
  CreateSecret$,
  type CreateSecretRequest,
  type CreateSecretResponse,
  DeleteResourcePolicy$,
  type DeleteResourcePolicyRequest,
  type DeleteResourcePolicyResponse,
  DeleteSecret$,
  type DeleteSecretRequest,
  type DeleteSecretResponse,
  PutResourcePolicy$,
  type PutResourcePolicyRequest,
  type PutResourcePolicyResponse,
  PutSecretValue$,
  type PutSecretValueRequest,
  type PutSecretValueResponse,
  RestoreSecret$,
  type RestoreSecretRequest,
  type RestoreSecretResponse,
  RotateSecret$,
  type RotateSecretRequest,
  type RotateSecretResponse,
  TagResource$,
  type TagResourceRequest,
  UntagResource$,
  type UntagResourceRequest,
  UpdateSecret$,
  type UpdateSecretRequest,
  type UpdateSecretResponse,
} from '@aws-sdk/client-secrets-manager';
import { parsePolicy } from '@/lib/trust/policy/parse';
import { awsManagedKey } from '../kms/build';
import { uuid } from '../store/ids';
import { AwsError } from '../wire/errors';
import { modelWrite } from '../wire/model/operation';
import { askSecret, changeSecret, heldSecret, liveSecret } from './find';
import { type Secret, secretsOf, withVersion } from './types';

const DAY = 86_400_000;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const named = ({ arn, name }: Secret) => ({ ARN: arn, Name: name });

export const changeOperations = {
  CreateSecret: modelWrite<CreateSecretRequest, CreateSecretResponse>(CreateSecret$, {
    ask: (call, { Name }) => `arn:aws:secretsmanager:${call.region}:${call.account.id}:secret:${Name}-??????`,
    handle: (call, input) => {
      const name = input.Name ?? '';
      if (!/^[\w/+=.@-]{1,512}$/.test(name)) throw new AwsError('ValidationException', 'Invalid name.');
      const table = secretsOf(call.account, call.region);
      const known = table.get(name);
      if (known?.deletedAt !== undefined) {
        throw new AwsError(
          'InvalidRequestException',
          "You can't create this secret because a secret with this name is already scheduled for deletion.",
        );
      }
      if (known)
        throw new AwsError(
          'ResourceExistsException',
          `The operation failed because the secret ${name} already exists.`,
        );
      const hasValue = input.SecretString !== undefined || input.SecretBinary !== undefined;
      const VersionId = hasValue ? (input.ClientRequestToken ?? uuid(call.world.random)) : undefined;
      const suffix = call.world.random.text(LETTERS, 6);
      const secret: Secret = {
        name,
        arn: `arn:aws:secretsmanager:${call.region}:${call.account.id}:secret:${name}-${suffix}`,
        createdAt: call.now,
        changedAt: call.now,
        description: input.Description,
        kmsKeyId: input.KmsKeyId,
        tags: (input.Tags ?? []).map(({ Key = '', Value = '' }) => ({ key: Key, value: Value })),
        versions: VersionId ? withVersion({}, VersionId) : {},
      };
      if (input.KmsKeyId === undefined) awsManagedKey(call.world, call.account, call.region, 'secretsmanager');
      table.put(name, secret, call.now);
      return { ...named(secret), ...(VersionId ? { VersionId } : {}) };
    },
  }),
  UpdateSecret: modelWrite<UpdateSecretRequest, UpdateSecretResponse>(UpdateSecret$, {
    ask: askSecret,
    handle: (call, input) => {
      const secret = liveSecret(call, input);
      const hasValue = input.SecretString !== undefined || input.SecretBinary !== undefined;
      const id = input.ClientRequestToken ?? uuid(call.world.random);
      const changed = changeSecret(call, secret, {
        changedAt: call.now,
        ...(input.Description === undefined ? {} : { description: input.Description }),
        ...(input.KmsKeyId === undefined ? {} : { kmsKeyId: input.KmsKeyId }),
        ...(hasValue ? { versions: withVersion(secret.versions, id) } : {}),
      });
      return { ...named(changed), ...(hasValue ? { VersionId: id } : {}) };
    },
  }),
  PutSecretValue: modelWrite<PutSecretValueRequest, PutSecretValueResponse>(PutSecretValue$, {
    ask: askSecret,
    handle: (call, input) => {
      const secret = liveSecret(call, input);
      const VersionId = input.ClientRequestToken ?? uuid(call.world.random);
      changeSecret(call, secret, { versions: withVersion(secret.versions, VersionId), changedAt: call.now });
      return { ...named(secret), VersionId, VersionStages: ['AWSCURRENT'] };
    },
  }),
  DeleteSecret: modelWrite<DeleteSecretRequest, DeleteSecretResponse>(DeleteSecret$, {
    ask: askSecret,
    handle: (call, input) => {
      const secret = heldSecret(call, input);
      if (input.ForceDeleteWithoutRecovery) {
        secretsOf(call.account, call.region).delete(secret.name, call.now);
        return { ...named(secret), DeletionDate: new Date(call.now) };
      }
      const days = input.RecoveryWindowInDays ?? 30;
      if (days < 7 || days > 30) {
        throw new AwsError(
          'InvalidParameterException',
          'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
        );
      }
      liveSecret(call, input);
      changeSecret(call, secret, { deletedAt: call.now });
      return { ...named(secret), DeletionDate: new Date(call.now + days * DAY) };
    },
  }),
  RestoreSecret: modelWrite<RestoreSecretRequest, RestoreSecretResponse>(RestoreSecret$, {
    ask: askSecret,
    handle: (call, input) => named(changeSecret(call, heldSecret(call, input), { deletedAt: undefined })),
  }),
  RotateSecret: modelWrite<RotateSecretRequest, RotateSecretResponse>(RotateSecret$, {
    ask: askSecret,
    handle: (call, input) => {
      const secret = liveSecret(call, input);
      const lambdaArn = input.RotationLambdaARN ?? secret.rotation?.lambdaArn;
      if (!lambdaArn)
        throw new AwsError(
          'InvalidRequestException',
          'No Lambda rotation function ARN is associated with this secret.',
        );
      const VersionId = input.ClientRequestToken ?? uuid(call.world.random);
      const at = input.RotateImmediately === false ? secret.rotation?.lastAt : call.now;
      const rules = input.RotationRules ?? secret.rotation?.rules ?? { AutomaticallyAfterDays: 30 };
      changeSecret(call, secret, { rotation: { lambdaArn, rules, lastAt: at }, changedAt: call.now });
      return { ...named(secret), VersionId };
    },
  }),
  CancelRotateSecret: modelWrite<CancelRotateSecretRequest, CancelRotateSecretResponse>(CancelRotateSecret$, {
    ask: askSecret,
    handle: (call, input) => named(changeSecret(call, liveSecret(call, input), { rotation: undefined })),
  }),
  PutResourcePolicy: modelWrite<PutResourcePolicyRequest, PutResourcePolicyResponse>(PutResourcePolicy$, {
    ask: askSecret,
    handle: (call, input) => {
      if (!parsePolicy(input.ResourcePolicy ?? '', 'resource').ok) {
        throw new AwsError('MalformedPolicyDocumentException', 'This resource policy contains invalid Json.');
      }
      return named(changeSecret(call, liveSecret(call, input), { policy: input.ResourcePolicy }));
    },
  }),
  DeleteResourcePolicy: modelWrite<DeleteResourcePolicyRequest, DeleteResourcePolicyResponse>(DeleteResourcePolicy$, {
    ask: askSecret,
    handle: (call, input) => named(changeSecret(call, liveSecret(call, input), { policy: undefined })),
  }),
  TagResource: modelWrite<TagResourceRequest, object>(TagResource$, {
    ask: askSecret,
    handle: (call, input) => {
      const secret = liveSecret(call, input);
      const given = (input.Tags ?? []).map(({ Key = '', Value = '' }) => ({ key: Key, value: Value }));
      const kept = secret.tags.filter(({ key }) => !given.some((each) => each.key === key));
      changeSecret(call, secret, { tags: [...kept, ...given] });
      return {};
    },
  }),
  UntagResource: modelWrite<UntagResourceRequest, object>(UntagResource$, {
    ask: askSecret,
    handle: (call, input) => {
      const secret = liveSecret(call, input);
      changeSecret(call, secret, { tags: secret.tags.filter(({ key }) => !input.TagKeys?.includes(key)) });
      return {};
    },
  }),
};
