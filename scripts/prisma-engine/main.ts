import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { runDatabaseCommand } from './database-command';
import { engineVersion, loadEngine } from './engine';
import { serve } from './protocol';

/**
 * The native engine's command line: `--version`; `cli <database command>`; otherwise JSON-RPC by lines on standard
 * input and output. `--datasource` is JSON with `url` and perhaps `shadowDatabaseUrl`; `--datamodels` are files.
 */
const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  strict: false,
  options: {
    version: { type: 'boolean' },
    datasource: { type: 'string' },
    datamodels: { type: 'string', multiple: true },
  },
});

type Datasource = { url: string; shadowDatabaseUrl?: string };

if (values.version) {
  process.stdout.write(`schema-engine-cli ${engineVersion()}\n`);
} else {
  const datasource = JSON.parse(String(values.datasource ?? '{}')) as Datasource;
  if (positionals[0] === 'cli') {
    process.exitCode = await runDatabaseCommand(positionals[1] ?? '', datasource.url);
  } else {
    const files = (values.datamodels ?? []) as string[];
    const datamodels = files.map((file): [string, string] => [file, readFileSync(file, 'utf8')]);
    const engine = await loadEngine(datasource, datamodels);
    await serve(engine, createInterface({ input: process.stdin, crlfDelay: Infinity }));
    process.exit(0);
  }
}
