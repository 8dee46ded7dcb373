import { type MotoService, names, printed } from './service';

export const kms: MotoService = {
  async fill(place, many) {
    for (const name of names(Math.min(many, 120), place)) {
      const id = await place.aws<string>('kms', 'create-key', '--description', name, '--query', 'KeyMetadata.KeyId');
      await place.aws('kms', 'create-alias', '--alias-name', `alias/${name}`, '--target-key-id', id);
    }
  },
  lists: { 'AWS::KMS::Key': printed('kms', 'list-keys', 'Keys[].KeyId') },
};
