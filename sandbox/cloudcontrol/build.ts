import type { Account } from '../store/account';
import type { Random } from '../store/random';
import { type Properties, resourcesOf, SANDBOX_TYPES } from './types';

/** Puts a resource into an account as if it had always been there; answers its identifier. The type must be one the sandbox has. */
export function addFurther(account: Account, region: string, type: string, given: Properties, random: Random): string {
  const known = SANDBOX_TYPES[type];
  if (known === undefined) throw new Error(`The sandbox has no ${type}.`);
  const properties = { ...given, ...known.made({ account, region }, given, random) };
  const identifier = String(properties[known.identifier] ?? '');
  const kept = Object.entries(properties).filter(([name]) => !known.writeOnly?.includes(name));
  resourcesOf({ account, region }, type).load(identifier, { identifier, properties: Object.fromEntries(kept) });
  return identifier;
}

const TEAMS = ['payments', 'ledger', 'search', 'mobile', 'data', 'platform', 'risk', 'support'];
const tagged = (team: string) => ({ Tags: [{ Key: 'team', Value: team }] });

type Kind = { type: string; share: number; given(team: string, index: number, random: Random): Properties };

/** What accounts have most of: logs and alarms. Shares add up to 1; the first takes what rounding leaves. */
const KINDS: readonly Kind[] = [
  {
    type: 'AWS::Logs::LogGroup',
    share: 0.55,
    given: (team, index, random) => ({
      LogGroupName: `/aws/lambda/${team}-worker-${index}`,
      ...(random.chance(0.6) && { RetentionInDays: random.pick([7, 30, 90, 365]) }),
      ...tagged(team),
    }),
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    share: 0.25,
    given: (team, index, random) => ({
      AlarmName: `${team}-errors-${index}`,
      MetricName: 'Errors',
      Namespace: 'AWS/Lambda',
      Threshold: random.between(1, 50),
      ComparisonOperator: 'GreaterThanThreshold',
      ...tagged(team),
    }),
  },
  {
    type: 'AWS::Events::Rule',
    share: 0.1,
    given: (team, index, random) => ({
      Name: `${team}-schedule-${index}`,
      ScheduleExpression: `rate(${random.between(2, 59)} minutes)`,
      State: random.chance(0.9) ? 'ENABLED' : 'DISABLED',
    }),
  },
  {
    type: 'AWS::StepFunctions::StateMachine',
    share: 0.06,
    given: (team, index) => ({
      StateMachineName: `${team}-flow-${index}`,
      StateMachineType: 'STANDARD',
      ...tagged(team),
    }),
  },
  {
    type: 'AWS::ECS::Cluster',
    share: 0.04,
    given: (team, index) => ({ ClusterName: `${team}-${index}`, ...tagged(team) }),
  },
];

/** Adds `count` resources of types that only Cloud Control reads, most of them log groups and alarms. */
export function fillCloudControl(account: Account, region: string, count: number, random: Random): void {
  const counts = KINDS.map(({ share }) => Math.floor(count * share));
  counts[0] = count - counts.slice(1).reduce((sum, each) => sum + each, 0);
  for (const [at, { type, given }] of KINDS.entries()) {
    const from = resourcesOf({ account, region }, type).size;
    for (let index = from; index < from + (counts[at] ?? 0); index += 1) {
      addFurther(account, region, type, given(random.pick(TEAMS), index, random), random);
    }
  }
}
