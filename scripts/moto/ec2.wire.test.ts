import { besideMoto } from './testing/beside-moto';

besideMoto(['ec2'], { region: 'eu-west-1', many: 3 });
