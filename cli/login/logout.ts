import { rm } from 'node:fs/promises';
import { configPath, readConfig } from '../session/config';
import type { HandVerb } from '../verb';

export const logout: HandVerb = {
  noun: null,
  verb: 'logout',
  add: (parent, shell) =>
    parent
      .command('logout')
      .summary('Forget the URL and the API token')
      .description(
        'Forget the URL and the API token that mooring login kept. The token itself stays valid: revoke it with mooring api-tokens revoke.',
      )
      .addHelpText('after', '\nExample:\n  mooring logout')
      .action(async () => {
        const known = await readConfig(shell.env).catch(() => null);
        await rm(configPath(shell.env), { force: true });
        shell.stderr.write(known ? `Forgot ${known.url}.\n` : 'Nothing was kept.\n');
      }),
};
