import { besideMoto } from './testing/beside-moto';

besideMoto(['elasticloadbalancing', 'route53', 'rds', 'dynamodb'], { region: 'eu-west-1', many: 3 });
