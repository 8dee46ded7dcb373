import { besideMoto } from './testing/beside-moto';

besideMoto(['iam', 'organizations', 'cloudtrail'], { region: 'eu-west-1', many: 3 });
