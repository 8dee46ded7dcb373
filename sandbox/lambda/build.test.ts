import { expect, test } from 'vitest';
import { fillEcr } from '../ecr/build';
import { repositoriesOf } from '../ecr/state';
import { fillEks } from '../eks/build';
import { clustersOf } from '../eks/state';
import { Random } from '../store/random';
import { World } from '../store/world';
import { fillLambda } from './build';
import { functionsOf } from './state';

test('fills add as many as asked, with names of their own, and go on where the last one stopped', () => {
  const world = new World({ seed: 1, clock: { now: () => 1_800_000_000_000 } });
  const account = world.addAccount('204715938266', 'filled', 'filled@northquay.example');
  for (const fill of [fillLambda, fillEcr, fillEks]) {
    fill(world, account, 'eu-west-1', 300, new Random(7));
    fill(world, account, 'eu-west-1', 200, new Random(7));
  }
  expect(functionsOf(account, 'eu-west-1').size).toBe(500);
  expect(repositoriesOf(account, 'eu-west-1').size).toBe(500);
  expect(clustersOf(account, 'eu-west-1').size).toBe(500);
});
