import { AppError } from '@/lib/errors/app-error';
import { COLLECTOR_SERVICES, type CollectorService } from '@/lib/schemas/collector-service';
import { cloudControlCollectors } from './aws/cloudcontrol/collectors';
import { cloudTrailCollectors } from './aws/cloudtrail/collectors';
import { dynamodbCollectors } from './aws/dynamodb/collectors';
import { ec2Collectors } from './aws/ec2/collectors';
import { ecrCollectors } from './aws/ecr/collectors';
import { eksCollectors } from './aws/eks/collectors';
import { elasticLoadBalancingCollectors } from './aws/elasticloadbalancing/collectors';
import { iamCollectors } from './aws/iam/collectors';
import { kmsCollectors } from './aws/kms/collectors';
import { lambdaCollectors } from './aws/lambda/collectors';
import { organizationsCollectors } from './aws/organizations/collectors';
import { rdsCollectors } from './aws/rds/collectors';
import { route53Collectors } from './aws/route53/collectors';
import { s3Collectors } from './aws/s3/collectors';
import { secretsManagerCollectors } from './aws/secretsmanager/collectors';
import { snsCollectors } from './aws/sns/collectors';
import { sqsCollectors } from './aws/sqs/collectors';
import type { AnyCollector } from './types';

const BY_SERVICE: Record<CollectorService, readonly AnyCollector[]> = {
  iam: iamCollectors,
  organizations: organizationsCollectors,
  s3: s3Collectors,
  ec2: ec2Collectors,
  elasticloadbalancing: elasticLoadBalancingCollectors,
  route53: route53Collectors,
  lambda: lambdaCollectors,
  rds: rdsCollectors,
  dynamodb: dynamodbCollectors,
  kms: kmsCollectors,
  sqs: sqsCollectors,
  sns: snsCollectors,
  eks: eksCollectors,
  ecr: ecrCollectors,
  secretsmanager: secretsManagerCollectors,
  cloudtrail: cloudTrailCollectors,
  cloudcontrol: cloudControlCollectors,
};

/** Two collectors of one type would settle each other's scopes away; only MOORING_CLOUD_CONTROL_TYPES can make two. */
function withoutDoubles(collectors: AnyCollector[]): AnyCollector[] {
  const types = collectors.map(({ type }) => type);
  const double = types.find((type, index) => types.indexOf(type) !== index);
  if (double === undefined) return collectors;
  throw new AppError(
    'invalid_request',
    `${double} has a collector of its own: take it out of MOORING_CLOUD_CONTROL_TYPES.`,
  );
}

/** Every collector, service by service in the order in which a scan's jobs are queued. */
export const COLLECTORS: readonly AnyCollector[] = withoutDoubles(
  COLLECTOR_SERVICES.flatMap((service) => BY_SERVICE[service]),
);

const BY_TYPE = new Map(COLLECTORS.map((collector) => [collector.type, collector]));

export function collectorByType(type: string): AnyCollector | undefined {
  return BY_TYPE.get(type);
}

export function collectorsOf(service: CollectorService): AnyCollector[] {
  return [...BY_SERVICE[service]];
}

/** The collectors of the services an integration covers, all when it names none. */
export function coveredCollectors(services: readonly CollectorService[] | undefined): AnyCollector[] {
  return COLLECTORS.filter(({ service }) => services === undefined || services.includes(service));
}

/** All IAM actions these collectors may call, sorted: what the generated minimal policy allows. */
export function requiredActions(collectors: readonly AnyCollector[] = COLLECTORS): string[] {
  const actions = collectors.flatMap((one) => [...one.actions, ...one.enrichingActions, ...one.readActions]);
  return [...new Set(actions)].sort();
}
