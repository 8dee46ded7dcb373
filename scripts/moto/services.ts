import type { CollectorService } from '@/lib/schemas/collector-service';
import { cloudControl } from './cloudcontrol';
import { cloudTrail } from './cloudtrail';
import { dynamodb } from './dynamodb';
import { ec2 } from './ec2';
import { ecr } from './ecr';
import { eks } from './eks';
import { elasticLoadBalancing } from './elasticloadbalancing';
import { iam } from './iam';
import { kms } from './kms';
import { lambda } from './lambda';
import { organizations } from './organizations';
import { rds } from './rds';
import { route53 } from './route53';
import { s3 } from './s3';
import { secretsManager } from './secretsmanager';
import type { MotoService } from './service';
import { sns } from './sns';
import { sqs } from './sqs';

/** How moto_server is filled and listed, for every service that Mooring collects. */
export const MOTO_SERVICES: Readonly<Record<CollectorService, MotoService>> = {
  iam,
  organizations,
  s3,
  ec2,
  elasticloadbalancing: elasticLoadBalancing,
  route53,
  lambda,
  rds,
  dynamodb,
  kms,
  sqs,
  sns,
  eks,
  ecr,
  secretsmanager: secretsManager,
  cloudtrail: cloudTrail,
  cloudcontrol: cloudControl,
};
