import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from '../lib/run';

const NAMES = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser'];

/** Path of the browser to test with: PLAYWRIGHT_CHROMIUM, or the first known name in PATH. Undefined: there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.PLAYWRIGHT_CHROMIUM) return env.PLAYWRIGHT_CHROMIUM;
  const directories = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return NAMES.flatMap((name) => directories.map((directory) => join(directory, name))).find(isExecutable);
}

/** Finds a browser, or installs Debian's where it may. Throws what to do where it may not. */
export async function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found) return found;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = async (...args: string[]) => {
    const [program = '', ...rest] = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    const { code, output } = await run(program, rest);
    if (code !== 0) throw new Error(`${ADVICE}\nInstalling it failed:\n${output.slice(-2000)}`);
  };
  await apt('update');
  await apt('install', '-y', '--no-install-recommends', 'chromium');
  const installed = findChromium();
  if (!installed) throw new Error(ADVICE);
  return installed;
}

const ADVICE =
  'The browser tests need Chromium. Install it (Debian: apt-get install chromium), or set PLAYWRIGHT_CHROMIUM to one.';

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
