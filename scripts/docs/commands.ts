import { ROOT } from '../lib/root';
import { run } from '../lib/run';
import { page } from './markdown';

type Command = { title: string; program: [string, ...string[]] };

const tsx = (script: string): Command['program'] => [process.execPath, '--import', 'tsx', script, '--help'];

/** Every command with a help text, asked for it. */
const COMMANDS: readonly Command[] = [
  { title: 'npm run up', program: [process.execPath, 'scripts/up.mjs', '--help'] },
  { title: 'npm test', program: [process.execPath, 'scripts/test.mjs', '--help'] },
  { title: 'npm run journey', program: tsx('scripts/journey/main.ts') },
  { title: 'npm run moto', program: tsx('scripts/moto/main.ts') },
  { title: 'npx tsx sandbox/main.ts', program: tsx('sandbox/main.ts') },
  { title: 'node dist/audit-verify.mjs', program: tsx('scripts/audit-verify.ts') },
];

export async function commandsPage(): Promise<string> {
  // One after another: each starts a Node of its own, and tests run beside.
  const parts: string[] = [];
  for (const command of COMMANDS)
    parts.push(`## ${command.title}`, ['```text', await helpOf(command), '```'].join('\n'));
  return page(
    'Commands',
    ['their own --help'],
    [
      'From the repository’s root. The programs in `dist/` are made by `npm run build` and by every `npm run up`.',
      ...parts,
    ],
  );
}

/** Asked with a bare environment, so that nobody's settings show up as defaults. */
async function helpOf({ title, program: [file, ...args] }: Command): Promise<string> {
  const { PATH, HOME } = process.env;
  const { code, stdout, output } = await run(file, args, {
    cwd: ROOT,
    env: { PATH, HOME, NODE_ENV: 'production' },
    timeoutMs: 60_000,
  });
  if (code !== 0) throw new Error(`${title} --help ended with ${code}:\n${output}`);
  return stdout.trim();
}
