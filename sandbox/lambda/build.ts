import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Account } from '../store/account';
import type { Random } from '../store/random';
import type { World } from '../store/world';
import { defaults } from './configuration';
import { functionArn, functionsOf, type LambdaFunction } from './state';

type Place = { account: Account; region: string };

/** Puts a function into an account as if it had been there since `at` (milliseconds). */
export function addFunction(
  place: Place,
  name: string,
  at: number,
  configuration: Partial<FunctionConfiguration>,
  more: Partial<Omit<LambdaFunction, 'configuration'>> = {},
): LambdaFunction {
  const row: LambdaFunction = {
    configuration: { ...defaults(functionArn(place, name), name, at), ...configuration },
    tags: {},
    statements: [],
    policyRevision: '00000000-0000-4000-a000-000000000000',
    url: null,
    ...more,
  };
  functionsOf(place.account, place.region).load(name, row);
  return row;
}

const TEAMS = ['payments', 'ledger', 'search', 'mobile', 'data', 'platform', 'risk'];
const RUNTIMES = ['nodejs22.x', 'python3.13', 'java21', 'nodejs16.x'] as const;

/** Adds plausible functions; they run as roles the account has, when it has any. */
export function fillLambda(world: World, account: Account, region: string, count: number, random: Random): void {
  const roles = [...account.roles.entries()].map(([, { arn }]) => arn);
  const start = functionsOf(account, region).size;
  const now = world.clock.now();
  for (let index = start; index < start + count; index += 1) {
    const team = random.pick(TEAMS);
    const Role = roles.length > 0 ? random.pick(roles) : account.iamArn('role', '/', `${team}-lambda`);
    const configuration = { Role, Runtime: random.pick(RUNTIMES), CodeSize: random.between(1_000, 9_000_000) };
    addFunction(
      { account, region },
      `${team}-worker-${index}`,
      now - random.between(1, 900) * 86_400_000,
      configuration,
      {
        tags: random.chance(0.8) ? { team } : {},
      },
    );
  }
}
