import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
const folders = '{lib,workers,cli,sandbox,scripts,components,app}';
const tests = (kind: string) => [`${folders}/**/*.${kind}test.{ts,tsx}`];
const database = { globalSetup: ['scripts/test/global-setup.ts'] };

/**
 * `unit` needs nothing; `service` a PostgreSQL, which the setup starts; `wire` that and servers on 127.0.0.1;
 * `recorded` reads the fixtures beside the repository and skips without them.
 */
export default defineConfig({
  resolve: { alias: { '@': root } },
  test: {
    // Vitest would leave one processor free: half of the usual two. Many files wait for what they started.
    maxWorkers: Math.max(2, availableParallelism()),
    // Files of a worker share loaded modules: loading them anew cost more than the tests. What a test puts in place of
    // something is taken back after it; fake timers it puts back itself.
    isolate: false,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    // Far beyond what anything takes: a busy machine is no defect. What must be quick says so itself.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: tests(''),
          exclude: [...tests('service.'), ...tests('wire.'), ...tests('recorded.'), ...tests('soak.')],
        },
      },
      { extends: true, test: { name: 'service', include: tests('service.'), ...database } },
      { extends: true, test: { name: 'wire', include: tests('wire.'), ...database } },
      { extends: true, test: { name: 'recorded', include: tests('recorded.') } },
      // Minutes long, and not in `npm test`: `npm run soak`.
      { extends: true, test: { name: 'soak', include: tests('soak.'), ...database } },
    ],
  },
});
