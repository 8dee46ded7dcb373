import { besideMoto } from './testing/beside-moto';

besideMoto(['lambda', 'eks', 'ecr'], { region: 'eu-west-1', many: 3 });
