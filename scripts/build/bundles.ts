import { chmodSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, stop } from 'esbuild';
import { ROOT } from '../lib/root';

/** Every program beside the console: its entry and the one file it becomes, which needs no node_modules. */
export const BUNDLES = [
  { entry: 'workers/main.ts', output: 'dist/worker.mjs' },
  // Started by the worker from beside itself.
  { entry: 'lib/events/decode/thread.ts', output: 'dist/decode-thread.mjs' },
  { entry: 'sandbox/main.ts', output: 'dist/sandbox.mjs' },
  { entry: 'scripts/migrate.ts', output: 'dist/migrate.mjs' },
  { entry: 'scripts/admin.ts', output: 'dist/admin.mjs' },
  { entry: 'scripts/audit-verify.ts', output: 'dist/audit-verify.mjs' },
  { entry: 'cli/main.ts', output: 'dist/cli.mjs' },
] as const;

/** CommonJS packages in an ES module still expect these three. */
const COMMONJS = [
  `import { createRequire as __createRequire } from 'node:module';`,
  'const require = __createRequire(import.meta.url);',
  'const __filename = import.meta.filename, __dirname = import.meta.dirname;',
].join(' ');

/** Bundles what has an entry. Half a second for all. */
export async function buildBundles(): Promise<void> {
  const present = BUNDLES.filter(({ entry }) => existsSync(join(ROOT, entry)));
  await Promise.all(present.map(({ entry, output }) => bundle(entry, output)));
  // esbuild's helper process would live as long as we do.
  await stop();
}

/** One program into one file; `output` is relative to the repository, or absolute. */
export async function bundle(entry: string, output: string): Promise<void> {
  const program = entry === 'cli/main.ts';
  await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile: output,
    bundle: true,
    platform: 'node',
    // People run the command with the Node they have; the rest runs under ours.
    target: program ? 'node20' : 'node24',
    format: 'esm',
    sourcemap: true,
    legalComments: 'none',
    logLevel: 'warning',
    define: { 'process.env.NODE_ENV': '"production"' },
    // Optional accelerator of `pg`, never installed.
    external: ['pg-native'],
    banner: { js: program ? `#!/usr/bin/env node\n${COMMONJS}` : COMMONJS },
  });
  if (program) chmodSync(resolve(ROOT, output), 0o755);
}
