import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Three suites: `unit` needs nothing, `service` a PostgreSQL, `recorded` the fixtures beside the repository. */
export default defineConfig({
  resolve: { alias: { '@': root } },
  test: {
    include: ['{lib,workers,cli,sandbox,scripts,components,app}/**/*.test.{ts,tsx}'],
    exclude: ['**/*.service.test.ts', '**/*.wire.test.ts', '**/*.recorded.test.ts', '**/node_modules/**'],
    testTimeout: 20_000,
  },
});
