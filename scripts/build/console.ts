import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/root';
import { run } from '../lib/run';

/** What the console's build reads; anything else may change without a new build. */
export const CONSOLE_INPUTS = [
  'app',
  'components',
  'lib',
  'public',
  'prisma/schema',
  'deploy/terraform',
  'deploy/cloudformation',
  'next.config.mjs',
  'postcss.config.mjs',
  'proxy.ts',
  'instrumentation.ts',
  'tsconfig.json',
  'package-lock.json',
] as const;

export const CONSOLE_SERVER = '.next/standalone/server.js';

/** `next build`, and beside its server the files it expects to find there. */
export async function buildConsole(onLine?: (line: string) => void): Promise<void> {
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  const { code, output } = await run('next', ['build'], { env, onLine });
  if (code !== 0) throw new Error(`next build failed:\n${output}`);
  const standalone = join(ROOT, '.next/standalone');
  const copies = [
    ['.next/static', '.next/static'],
    ['public', 'public'],
  ] as const;
  for (const [from, to] of copies) {
    if (!existsSync(join(ROOT, from))) continue;
    rmSync(join(standalone, to), { recursive: true, force: true });
    cpSync(join(ROOT, from), join(standalone, to), { recursive: true });
  }
}
