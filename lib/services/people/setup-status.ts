import { z } from 'zod';
import type { setupStatusSchema } from '@/lib/schemas/person';
import { directoryRead } from '../verb';

/** What the sign-in page must offer. Public: it tells nothing about who exists, only whether anyone administers yet. */
export const setupStatus = directoryRead({
  access: 'public',
  input: z.object({}),
  run: async (tx, _input, { install }): Promise<z.infer<typeof setupStatusSchema>> => ({
    needsFirstAdministrator: (await tx.user.count({ where: { installAdmin: true } })) === 0,
    sandbox: install.sandboxUrl !== null,
    singleSignOn: install.singleSignOn,
  }),
});
