import { besideMoto } from './testing/beside-moto';

besideMoto(['s3', 'kms', 'sqs', 'sns', 'secretsmanager'], { region: 'eu-west-1', many: 12 });
