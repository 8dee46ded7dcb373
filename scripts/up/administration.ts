import { join } from 'node:path';
import { ROOT } from '../lib/root';
import { run } from '../lib/run';

export type BootstrapLink = { url: string } | { already: true };

/**
 * The one-time link that makes the first install administrator, or that there is one already. `dist/admin.mjs
 * bootstrap-link` prints it as JSON; it also makes the API token of MOORING_BOOTSTRAP_TOKEN. Throws its output.
 */
export async function bootstrapLink(env: NodeJS.ProcessEnv): Promise<BootstrapLink> {
  const { code, stdout, output } = await run(process.execPath, [join(ROOT, 'dist/admin.mjs'), 'bootstrap-link'], {
    env,
    timeoutMs: 30_000,
  });
  if (code !== 0) throw new Error(`The first administrator's link could not be made:\n${output}`);
  const answer = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { url?: string; already?: boolean };
  if (answer.already === true) return { already: true };
  if (typeof answer.url === 'string') return { url: answer.url };
  throw new Error(`The administration program answered ${stdout.slice(0, 200)}.`);
}
