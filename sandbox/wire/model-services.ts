import { cloudControlService } from '../cloudcontrol/service';
import { cloudTrailService } from '../cloudtrail/service';
import { dynamodbService } from '../dynamodb/service';
import { ec2Service } from '../ec2/service';
import { ecrService } from '../ecr/service';
import { eksService } from '../eks/service';
import { elbService } from '../elasticloadbalancing/classic/service';
import { elbv2Service } from '../elasticloadbalancing/v2/service';
import { kinesisService } from '../kinesis/service';
import { kmsService } from '../kms/service';
import { lambdaService } from '../lambda/service';
import { organizationsService } from '../organizations/service';
import { rdsService } from '../rds/service';
import { route53Service } from '../route53/service';
import { s3Service } from '../s3/service';
import { secretsManagerService } from '../secretsmanager/service';
import { snsService } from '../sns/service';
import { sqsService } from '../sqs/service';
import type { ModelService } from './model/service';

/** Every service that is described by its SDK's schemas; an explicit list. */
export const MODEL_SERVICES: readonly ModelService[] = [
  ec2Service,
  lambdaService,
  organizationsService,
  cloudControlService,
  cloudTrailService,
  ecrService,
  eksService,
  s3Service,
  elbService,
  elbv2Service,
  route53Service,
  dynamodbService,
  rdsService,
  kinesisService,
  kmsService,
  sqsService,
  snsService,
  secretsManagerService,
];
