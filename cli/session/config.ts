import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Environment } from '../env';
import { CliError } from '../failure';

/** What `mooring login` keeps. The token is for this URL and is sent nowhere else. */
const configSchema = z.object({
  url: z.url({ protocol: /^https?$/ }),
  token: z.string().min(1).optional(),
  workspace: z.object({ id: z.uuid(), name: z.string() }).optional(),
});
export type Config = z.infer<typeof configSchema>;

export function configPath(env: Environment): string {
  if (env.MOORING_CONFIG) return env.MOORING_CONFIG;
  const base = env.XDG_CONFIG_HOME ?? join(env.HOME ?? homedir(), '.config');
  return join(base, 'mooring', 'config.json');
}

/** Null when there is none. */
export async function readConfig(env: Environment): Promise<Config | null> {
  const path = configPath(env);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CliError(`${path} cannot be read (${(cause as NodeJS.ErrnoException).code}).`);
  }
  const parsed = configSchema.safeParse(parseJson(text));
  if (!parsed.success) throw new CliError(`${path} is not what mooring login writes. Remove it and log in again.`);
  return parsed.data;
}

/** Readable by its owner only, from its first byte; a reader sees the old file or the new one. Answers its path. */
export async function writeConfig(env: Environment, config: Config): Promise<string> {
  const path = configPath(env);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  try {
    await writeFile(draft, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    await chmod(draft, 0o600);
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true });
    throw new CliError(`${path} cannot be written (${(cause as NodeJS.ErrnoException).code}).`);
  }
  return path;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
