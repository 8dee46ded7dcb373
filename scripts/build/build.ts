import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../lib/process-lock';
import { ROOT } from '../lib/root';
import { buildBundles } from './bundles';
import { buildConsole, CONSOLE_INPUTS, CONSOLE_SERVER } from './console';
import { makeIfChanged } from './fingerprint';
import { generate } from './generate';

export type BuildResult = { generated: string[]; console: boolean };

/**
 * Brings generated code, bundles and the console up to date with the sources; what did not change is not built again.
 * Two builds of one clone take turns. Throws with the builder's whole output.
 */
export async function buildAll(onLine?: (line: string) => void): Promise<BuildResult> {
  const cache = join(ROOT, 'node_modules/.cache/mooring');
  mkdirSync(cache, { recursive: true });
  return withLock(join(cache, 'build.lock'), 900_000, async () => {
    const generated = await generate();
    await buildBundles();
    const console = await makeIfChanged(
      { output: CONSOLE_SERVER, mark: '.next/mooring-inputs', inputs: CONSOLE_INPUTS },
      () => buildConsole(onLine),
    );
    return { generated, console };
  });
}
