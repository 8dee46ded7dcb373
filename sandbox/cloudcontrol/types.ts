import { describedStreams } from '../kinesis/described';
import type { Table } from '../store/table';
import type { Call } from '../wire/action';

export type Properties = Record<string, unknown>;
type Place = Pick<Call, 'account' | 'region'>;

export type Resource = { identifier: string; properties: Properties };

export const resourcesOf = ({ account, region }: Place, type: string): Table<Resource> =>
  account.table<Resource>(`cloudcontrol.${type}`, region);

/** What a service here keeps itself; Cloud Control only shows it. */
const OF_SERVICES: Readonly<Record<string, (place: Place) => Resource[]>> = {
  'AWS::Kinesis::Stream': describedStreams,
};

/** All of a type: what was made by Cloud Control, and what by the service's own calls. */
export const allOf = (place: Place, type: string): Resource[] => [
  ...resourcesOf(place, type).list(),
  ...(OF_SERVICES[type]?.(place) ?? []),
];

type Random = Call['world']['random'];

/** A type that the sandbox keeps behind Cloud Control: which property is its identifier, and what AWS makes up for a new one. */
export type SandboxType = {
  identifier: string;
  made(place: Place, given: Properties, random: Random): Properties;
  /** Members that go in and never come out. */
  writeOnly?: readonly string[];
};

const arn = ({ account, region }: Place, service: string, rest: string) =>
  `arn:aws:${service}:${region}:${account.id}:${rest}`;
const id = (random: Random, length: number) => random.text('abcdefghijklmnopqrstuvwxyz0123456789', length);

/** A type whose identifier is a name that the caller gives, or gets. */
const named = (identifier: string, service: string, kind: string, arnName = 'Arn'): SandboxType => ({
  identifier,
  made: (place, given, random) => {
    const name = String(given[identifier] ?? `made-${id(random, 8)}`);
    return { [identifier]: name, [arnName]: arn(place, service, `${kind}${name}`) };
  },
});

/** A type whose identifier is its ARN. */
const byArn = (service: string, kind: string, name: string, property = 'Arn'): SandboxType => ({
  identifier: property,
  made: (place, given, random) => ({
    [property]: arn(place, service, `${kind}${String(given[name] ?? `made-${id(random, 8)}`)}`),
  }),
});

const byId = (identifier: string, make: (random: Random) => string): SandboxType => ({
  identifier,
  made: (_place, _given, random) => ({ [identifier]: make(random) }),
});

export const SANDBOX_TYPES: Readonly<Record<string, SandboxType>> = {
  'AWS::ApiGateway::RestApi': byId('RestApiId', (random) => id(random, 10)),
  'AWS::ApiGatewayV2::Api': byId('ApiId', (random) => id(random, 10)),
  'AWS::Athena::WorkGroup': { identifier: 'Name', made: () => ({ CreationTime: '1772000000' }) },
  'AWS::AutoScaling::AutoScalingGroup': named(
    'AutoScalingGroupName',
    'autoscaling',
    'autoScalingGroup:',
    'AutoScalingGroupARN',
  ),
  'AWS::Backup::BackupVault': named('BackupVaultName', 'backup', 'backup-vault:', 'BackupVaultArn'),
  'AWS::CloudFront::Distribution': {
    identifier: 'Id',
    made: (_place, _given, random) => ({
      Id: `E${id(random, 13).toUpperCase()}`,
      DomainName: `d${id(random, 13)}.cloudfront.net`,
    }),
  },
  'AWS::CloudWatch::Alarm': named('AlarmName', 'cloudwatch', 'alarm:'),
  'AWS::Cognito::UserPool': {
    identifier: 'UserPoolId',
    made: (place, _given, random) => {
      const pool = `${place.region}_${id(random, 9)}`;
      return { UserPoolId: pool, Arn: arn(place, 'cognito-idp', `userpool/${pool}`) };
    },
  },
  'AWS::EC2::LaunchTemplate': byId('LaunchTemplateId', (random) => `lt-0${random.text('0123456789abcdef', 16)}`),
  'AWS::ECS::Cluster': named('ClusterName', 'ecs', 'cluster/'),
  'AWS::EFS::FileSystem': {
    identifier: 'FileSystemId',
    made: (place, _given, random) => {
      const system = `fs-0${random.text('0123456789abcdef', 16)}`;
      return { FileSystemId: system, Arn: arn(place, 'elasticfilesystem', `file-system/${system}`) };
    },
  },
  'AWS::Events::EventBus': named('Name', 'events', 'event-bus/'),
  'AWS::Events::Rule': byArn('events', 'rule/', 'Name'),
  'AWS::Glue::Job': { identifier: 'Name', made: () => ({}) },
  'AWS::GuardDuty::Detector': byId('Id', (random) => random.text('0123456789abcdef', 32)),
  'AWS::Kinesis::Stream': named('Name', 'kinesis', 'stream/'),
  'AWS::KinesisFirehose::DeliveryStream': named('DeliveryStreamName', 'firehose', 'deliverystream/'),
  'AWS::Logs::LogGroup': named('LogGroupName', 'logs', 'log-group:'),
  'AWS::OpenSearchService::Domain': named('DomainName', 'es', 'domain/'),
  'AWS::Redshift::Cluster': {
    identifier: 'ClusterIdentifier',
    made: () => ({}),
    writeOnly: ['MasterUserPassword'],
  },
  'AWS::StepFunctions::StateMachine': byArn('states', 'stateMachine:', 'StateMachineName'),
  'AWS::Transfer::Server': byArn('transfer', 'server/', 'ServerId'),
};
