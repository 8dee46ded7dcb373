import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The SDK's client packages by the source that CloudTrail calls the service. */
export const CLIENTS: Readonly<Record<string, readonly string[]>> = {
  'account.amazonaws.com': ['client-account'],
  // Both generations record under one source.
  'apigateway.amazonaws.com': ['client-api-gateway', 'client-apigatewayv2'],
  'athena.amazonaws.com': ['client-athena'],
  'autoscaling.amazonaws.com': ['client-auto-scaling'],
  'backup.amazonaws.com': ['client-backup'],
  'cloudcontrolapi.amazonaws.com': ['client-cloudcontrol'],
  'cloudfront.amazonaws.com': ['client-cloudfront'],
  'cloudtrail.amazonaws.com': ['client-cloudtrail'],
  'cognito-idp.amazonaws.com': ['client-cognito-identity-provider'],
  'dynamodb.amazonaws.com': ['client-dynamodb'],
  'ebs.amazonaws.com': ['client-ebs'],
  'ec2.amazonaws.com': ['client-ec2'],
  'ecr.amazonaws.com': ['client-ecr'],
  'ecs.amazonaws.com': ['client-ecs'],
  'eks.amazonaws.com': ['client-eks'],
  'elasticache.amazonaws.com': ['client-elasticache'],
  'elasticfilesystem.amazonaws.com': ['client-efs'],
  'elasticloadbalancing.amazonaws.com': ['client-elastic-load-balancing-v2', 'client-elastic-load-balancing'],
  'es.amazonaws.com': ['client-opensearch', 'client-elasticsearch-service'],
  'events.amazonaws.com': ['client-eventbridge'],
  'firehose.amazonaws.com': ['client-firehose'],
  'glue.amazonaws.com': ['client-glue'],
  'guardduty.amazonaws.com': ['client-guardduty'],
  'iam.amazonaws.com': ['client-iam'],
  'kafka.amazonaws.com': ['client-kafka'],
  'kinesis.amazonaws.com': ['client-kinesis'],
  'kms.amazonaws.com': ['client-kms'],
  'lambda.amazonaws.com': ['client-lambda'],
  'logs.amazonaws.com': ['client-cloudwatch-logs'],
  'monitoring.amazonaws.com': ['client-cloudwatch'],
  'organizations.amazonaws.com': ['client-organizations'],
  'rds.amazonaws.com': ['client-rds'],
  'redshift.amazonaws.com': ['client-redshift'],
  'route53.amazonaws.com': ['client-route-53'],
  's3.amazonaws.com': ['client-s3'],
  'sagemaker.amazonaws.com': ['client-sagemaker'],
  'secretsmanager.amazonaws.com': ['client-secrets-manager'],
  'sns.amazonaws.com': ['client-sns'],
  'sqs.amazonaws.com': ['client-sqs'],
  'states.amazonaws.com': ['client-sfn'],
  'transfer.amazonaws.com': ['client-transfer'],
};

/** A member of a structure: what CloudTrail may call it, and what it is. */
type Shape =
  | { kind: 'structure'; members: Map<string, () => Shape> }
  | { kind: 'list'; value: () => Shape }
  | { kind: 'other' };
export type Operation = { input: Shape; output: Shape };

const OTHER: Shape = { kind: 'other' };
const [LIST, STRUCTURE, OPERATION] = [1, 3, 9];
/** A list of simple values is written as the value's number with this bit. */
const LIST_OF_SIMPLE = 64;

/** The operations of that name in the packages under `root`; null where none of the packages is installed there. */
export function operationsNamed(packages: readonly string[], name: string, root: string): Operation[] | null {
  const require = createRequire(join(root, 'package.json'));
  const models = packages.flatMap((each) => {
    try {
      return [require(`@aws-sdk/${each}`) as Record<string, unknown>];
    } catch {
      return [];
    }
  });
  if (models.length === 0) return null;
  return models.flatMap((model) => {
    const schema = model[`${name}$`];
    if (!Array.isArray(schema) || schema[0] !== OPERATION) return [];
    return [{ input: shapeOf(schema[4]), output: shapeOf(schema[5]) }];
  });
}

/** Schemas are arrays, `[schema, traits]`, functions that give one, or numbers of simple types. */
function shapeOf(given: unknown): Shape {
  const schema = typeof given === 'function' ? (given as () => unknown)() : given;
  if (typeof schema === 'number') return schema >= LIST_OF_SIMPLE && schema < 2 * LIST_OF_SIMPLE ? listOf(0) : OTHER;
  if (!Array.isArray(schema)) return OTHER;
  if (schema.length === 2) return shapeOf(schema[0]);
  if (schema[0] === LIST) return listOf(schema[4]);
  if (schema[0] !== STRUCTURE) return OTHER;
  const names = schema[4] as string[];
  const members = schema[5] as unknown[];
  return {
    kind: 'structure',
    members: new Map(
      names.flatMap((name, index) =>
        spellings(name, members[index]).map((each) => [each, () => shapeOf(members[index])]),
      ),
    ),
  };
}

const listOf = (value: unknown): Shape => ({ kind: 'list', value: () => shapeOf(value) });

/** CloudTrail begins names with a small letter; EC2's are those of its XML. */
function spellings(name: string, member: unknown): string[] {
  const traits = Array.isArray(member) && member.length === 2 ? (member[1] as { xmlName?: string } | number) : 0;
  const xmlName = typeof traits === 'object' ? traits.xmlName : undefined;
  return [name, ...(xmlName ? [xmlName] : [])].flatMap((each) => [each, each.charAt(0).toLowerCase() + each.slice(1)]);
}

/** Whether the path (without its root) leads to something in the shape; EC2's `items[]` is the list before it. */
export function leadsSomewhere(shape: Shape, path: readonly string[]): boolean {
  const [step, ...rest] = path;
  if (step === undefined) return true;
  if (step === 'items[]') return shape.kind === 'list' && leadsSomewhere(shape.value(), rest);
  const each = step.endsWith('[]');
  const member = shape.kind === 'structure' ? shape.members.get(each ? step.slice(0, -2) : step)?.() : undefined;
  if (member === undefined) return false;
  if (!each) return leadsSomewhere(member, rest);
  return member.kind === 'list' && leadsSomewhere(member.value(), rest);
}
