import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { migrationAdapter } from './adapter';

/** What a method of the engine answers; `diff` has its script in `stdout`. */
export type EngineResult = { stdout?: string | null; exitCode?: number } & Record<string, unknown>;

export type Engine = {
  call(method: string, params: unknown): Promise<EngineResult>;
  /** The message of the panic that ended the engine, if one did. */
  panic(): string | undefined;
};

type WasmEngine = Record<string, ((params: unknown) => Promise<EngineResult | undefined>) | undefined>;
type Glue = WebAssembly.ModuleImports & {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
  SchemaEngine: {
    new: (options: object, log: (line: string) => void, adapter: object) => Promise<WasmEngine>;
  };
};

const require = createRequire(import.meta.url);
const gluePath = () => require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');

/** The commit of the engine, as the native one prints it. */
export function engineVersion(): string {
  const file = gluePath().replace(/schema_engine_bg\.js$/, 'package.json');
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return version.split('.').at(-1) ?? version;
}

/** Instantiates the engine on a database. `datamodels` are pairs of path and text of the schema's files. */
export async function loadEngine(
  datasource: { url: string; shadowDatabaseUrl?: string },
  datamodels: [string, string][],
): Promise<Engine> {
  let panic: string | undefined;
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message(message: string) {
        panic = message;
      },
    },
  });
  const glue = (await import(gluePath())) as Glue;
  const bytes = readFileSync(gluePath().replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();

  const adapter = migrationAdapter(datasource);
  const options = { datamodels: datamodels.length > 0 ? datamodels : undefined };
  const engine = await glue.SchemaEngine.new(options, () => {}, adapter.factory);
  return {
    panic: () => panic,
    async call(method, params) {
      const run = engine[METHOD_NAMES[method] ?? method]?.bind(engine);
      if (!run || UNSUPPORTED.has(method)) throw new Error(`The schema engine does not support ${method}.`);
      try {
        return (await run(params)) ?? {};
      } finally {
        await adapter.dropShadows();
      }
    },
  };
}

/** Methods of the protocol that the WASM engine knows by another name. */
const METHOD_NAMES: Record<string, string> = { getDatabaseVersion: 'version' };

/** These would need a connection to a database that does not exist; Prisma's CLI uses the `cli` commands for them. */
const UNSUPPORTED = new Set(['createDatabase', 'dropDatabase']);
