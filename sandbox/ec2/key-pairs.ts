import { createHash, generateKeyPairSync } from 'node:crypto';
import {
  CreateKeyPair$,
  type CreateKeyPairRequest,
  DeleteKeyPair$,
  type DeleteKeyPairRequest,
  type DeleteKeyPairResult,
  DescribeKeyPairs$,
  type DescribeKeyPairsRequest,
  type DescribeKeyPairsResult,
  ImportKeyPair$,
  type ImportKeyPairRequest,
  type ImportKeyPairResult,
  type KeyPair,
  type KeyPairInfo,
  KeyPairInfo$,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../wire/errors';
import type { Ec2Call } from './kit/call';
import { missing, notFound } from './kit/errors';
import { ec2Read, ec2Write } from './kit/operation';
import { toAnswer } from './kit/rows';
import { select } from './kit/select';
import { tagsFor } from './kit/tags';
import { makeKeyPair } from './make/compute';
import { makerOf } from './make/maker';

const colons = (hex: string) => hex.match(/../g)?.join(':') ?? '';

function freeName({ ec2 }: Ec2Call, name: string | undefined): string {
  if (!name) throw missing('KeyName');
  if (ec2.keyPairs.list().some(({ KeyName }) => KeyName === name)) {
    throw new AwsError('InvalidKeyPair.Duplicate', `The keypair already exists`);
  }
  return name;
}

/** The fingerprint of a pair made by AWS: SHA-1 of the private part's DER; ED25519: SHA-256 of the public part. */
function create(call: Ec2Call, input: CreateKeyPairRequest): KeyPair {
  const name = freeName(call, input.KeyName);
  const ed = input.KeyType === 'ed25519';
  const pair = ed ? generateKeyPairSync('ed25519') : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = pair.privateKey.export({ type: 'pkcs8', format: 'der' });
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' });
  const fingerprint = ed
    ? createHash('sha256').update(spki).digest('base64')
    : colons(createHash('sha1').update(der).digest('hex'));
  const made = makeKeyPair(makerOf(call), name, {
    type: ed ? 'ed25519' : 'rsa',
    fingerprint,
    tags: tagsFor(input.TagSpecifications, 'key-pair'),
  });
  const { KeyPairId, KeyName, KeyFingerprint, Tags } = made;
  const KeyMaterial = String(pair.privateKey.export({ type: ed ? 'pkcs8' : 'pkcs1', format: 'pem' } as never));
  return { KeyPairId, KeyName, KeyFingerprint, Tags, KeyMaterial };
}

export const keyPairOperations = {
  DescribeKeyPairs: ec2Read<DescribeKeyPairsRequest, DescribeKeyPairsResult>(DescribeKeyPairs$, ({ ec2 }, input) => {
    const named = (input.KeyNames ?? []).map((name) => {
      const pair = ec2.keyPairs.list().find(({ KeyName }) => KeyName === name);
      if (!pair) throw notFound('keyPair', name);
      return pair.KeyPairId;
    });
    const { rows } = select(
      ec2.keyPairs.list(),
      { Filters: input.Filters },
      {
        kind: 'keyPair',
        idOf: (row) => row.KeyPairId,
        ids: [...(input.KeyPairIds ?? []), ...named],
        schema: KeyPairInfo$,
        filters: { fingerprint: (row) => row.KeyFingerprint },
        limits: { min: 1, max: Number.MAX_SAFE_INTEGER },
      },
    );
    return { KeyPairs: rows.map((row) => toAnswer<KeyPairInfo>(row)) };
  }),
  CreateKeyPair: ec2Write<CreateKeyPairRequest, KeyPair>(
    CreateKeyPair$,
    (input) => [`key-pair/${input.KeyName}`],
    create,
  ),
  ImportKeyPair: ec2Write<ImportKeyPairRequest, ImportKeyPairResult>(
    ImportKeyPair$,
    (input) => [`key-pair/${input.KeyName}`],
    (call, input) => {
      const name = freeName(call, input.KeyName);
      const text = Buffer.from(input.PublicKeyMaterial ?? []).toString('utf8');
      if (!/^(ssh-|-----BEGIN )/.test(text)) {
        throw new AwsError('InvalidKey.Format', 'Key is not in valid OpenSSH public key format');
      }
      const made = makeKeyPair(makerOf(call), name, {
        type: text.startsWith('ssh-ed25519') ? 'ed25519' : 'rsa',
        fingerprint: colons(createHash('md5').update(text).digest('hex')),
        tags: tagsFor(input.TagSpecifications, 'key-pair'),
      });
      const { KeyPairId, KeyName, KeyFingerprint, Tags } = made;
      return { KeyPairId, KeyName, KeyFingerprint, Tags };
    },
  ),
  DeleteKeyPair: ec2Write<DeleteKeyPairRequest, DeleteKeyPairResult>(
    DeleteKeyPair$,
    (input) => [`key-pair/${input.KeyName ?? '*'}`],
    (call, input) => {
      const pair = call.ec2.keyPairs
        .list()
        .find(({ KeyName, KeyPairId }) => KeyName === input.KeyName || KeyPairId === input.KeyPairId);
      // AWS says yes to a name it does not know.
      if (pair) call.ec2.keyPairs.delete(pair.KeyPairId, call.now);
      return { Return: true, ...(pair && { KeyPairId: pair.KeyPairId }) };
    },
  ),
};
