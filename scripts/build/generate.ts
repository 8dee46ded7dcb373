import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../lib/root';
import { run } from '../lib/run';
import { makeIfChanged } from './fingerprint';

type Generator = { name: string; command: [string, ...string[]]; output: string; inputs: readonly string[] };

/** Code that is made from other files and not kept in git. */
const GENERATORS: readonly Generator[] = [
  {
    name: 'database client',
    command: ['prisma', 'generate'],
    output: 'lib/db/generated/prisma/client.ts',
    inputs: ['prisma/schema', 'prisma.config.ts', 'package-lock.json'],
  },
  {
    name: 'onboarding modules',
    command: ['node', 'scripts/embed-deploy.mjs'],
    output: 'lib/terraform/generated/files.ts',
    inputs: ['deploy', 'scripts/embed-deploy.mjs'],
  },
];

/** Runs the generators whose inputs changed. Returns their names. */
export async function generate(): Promise<string[]> {
  const ran: string[] = [];
  for (const { name, command, output, inputs } of GENERATORS) {
    const mark = `node_modules/.cache/mooring/${name.replaceAll(' ', '-')}`;
    const made = await makeIfChanged({ output, mark, inputs }, async () => {
      mkdirSync(dirname(join(ROOT, output)), { recursive: true });
      const [program, ...args] = command;
      const result = await run(program, args, { cwd: ROOT });
      if (result.code !== 0) throw new Error(`${command.join(' ')} failed:\n${result.output}`);
    });
    if (made) ran.push(name);
  }
  return ran;
}
