import { type MotoService, names, printed } from './service';

export const secretsManager: MotoService = {
  async fill(place, many) {
    for (const name of names(Math.min(many, 120), place)) {
      await place.aws('secretsmanager', 'create-secret', '--name', name, '--secret-string', 'of no importance');
    }
  },
  lists: { 'AWS::SecretsManager::Secret': printed('secretsmanager', 'list-secrets', 'SecretList[].ARN') },
};
