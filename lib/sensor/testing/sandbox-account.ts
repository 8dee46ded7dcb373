import type { RunningSandbox } from '@/sandbox/server';
import { addAdminUser } from '@/sandbox/world/bootstrap';

/** An account of the sandbox with nothing but its administrator, whatever else the small world has. */
export const ACCOUNT_ID = '204715938266';
export const ADMIN = {
  accessKeyId: 'AKIASANDBOXCOLLECTOR',
  secretAccessKey: 'sandbox/only/for/the/collectors/tests/01',
};

export function addEmptyAccount({ world }: RunningSandbox) {
  const account = world.addAccount(ACCOUNT_ID, 'collector-tests', 'aws+collector-tests@northquay.example');
  addAdminUser(world, account, ADMIN, world.clock.now() - 86_400_000);
  return account;
}
