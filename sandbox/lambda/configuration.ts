import type {
  CreateFunctionRequest,
  FunctionConfiguration,
  Runtime,
  UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import { uuid } from '../store/ids';
import type { Call } from '../wire/action';
import { functionArn, lambdaTime } from './state';

/** The VPC of a subnet that the world has; Lambda answers the empty text for a function outside of any. */
function vpcOf(call: Call, subnetId: string | undefined): string {
  const subnet = call.account.table<{ VpcId?: string }>('ec2.subnet', call.region).get(subnetId ?? '');
  return subnet?.VpcId ?? '';
}

/** The members that creating and updating share, as a configuration answers them. */
export function partsOf(
  call: Call,
  input: CreateFunctionRequest | UpdateFunctionConfigurationRequest,
): Partial<FunctionConfiguration> {
  const { Role, Handler, Description, Timeout, MemorySize, KMSKeyArn, Runtime, DeadLetterConfig } = input;
  const { VpcConfig, Environment, TracingConfig, Layers, LoggingConfig, EphemeralStorage } = input;
  const parts: Partial<FunctionConfiguration> = {
    Role,
    Handler,
    Description,
    Timeout,
    MemorySize,
    KMSKeyArn,
    Runtime,
    DeadLetterConfig,
    LoggingConfig,
    EphemeralStorage,
    Environment: Environment && { Variables: Environment.Variables ?? {} },
    TracingConfig: TracingConfig && { Mode: TracingConfig.Mode ?? 'PassThrough' },
    Layers: Layers?.map((Arn) => ({ Arn, CodeSize: 4096 })),
    VpcConfig: VpcConfig && {
      SubnetIds: VpcConfig.SubnetIds ?? [],
      SecurityGroupIds: VpcConfig.SecurityGroupIds ?? [],
      VpcId: vpcOf(call, VpcConfig.SubnetIds?.[0]),
      Ipv6AllowedForDualStack: VpcConfig.Ipv6AllowedForDualStack ?? false,
    },
  };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}

/** A new function's configuration with Lambda's defaults. */
export function configurationOf(call: Call, input: CreateFunctionRequest, name: string) {
  return {
    ...defaults(functionArn(call, name), name, call.now),
    ...partsOf(call, input),
    PackageType: input.PackageType ?? 'Zip',
    Architectures: input.Architectures ?? ['x86_64'],
    RevisionId: uuid(call.world.random),
  } satisfies FunctionConfiguration;
}

export function defaults(arn: string, name: string, now: number) {
  return {
    FunctionName: name,
    FunctionArn: arn,
    Runtime: 'nodejs22.x' as Runtime,
    Handler: 'index.handler',
    CodeSize: 0,
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    LastModified: lambdaTime(now),
    Version: '$LATEST',
    TracingConfig: { Mode: 'PassThrough' },
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
  } satisfies FunctionConfiguration;
}
