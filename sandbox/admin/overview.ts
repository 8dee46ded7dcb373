import { ADMIN_USER } from '../world/bootstrap';
import type { Machinery } from './machinery';

/** What `/_sandbox/` shows, to people and programs alike. */
export function overview({ world, calls, faults, deliveries }: Machinery) {
  return {
    sandbox: true,
    seed: world.seed,
    changes: world.changes.sequence,
    calls: calls.summary().total,
    faults: faults.list(),
    deliveries: deliveries.list().map(({ id, name, kind, messages, files, behind, error }) => ({
      id,
      name: name ?? id,
      kind,
      messages,
      files,
      behind,
      error,
    })),
    accounts: [...world.accounts.values()].map((account) => {
      const key = account.users.get(ADMIN_USER)?.accessKeys[0];
      return {
        id: account.id,
        name: account.name,
        email: account.email,
        accessKeyId: key?.id ?? null,
        secretAccessKey: key?.secret ?? null,
        users: account.users.size,
        groups: account.groups.size,
        roles: account.roles.size,
        policies: account.policies.size,
        stacks: account.stacks.size,
      };
    }),
  };
}

export type Overview = ReturnType<typeof overview>;
