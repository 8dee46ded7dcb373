import { readFile } from 'node:fs/promises';
import { CliError } from '../failure';
import { readStdin } from '../session/prompt';
import type { Shell } from '../shell';

const MOST_BYTES = 10 * 1024 * 1024;

/** `@file` is a file's content, `@-` standard input's, `@@x` the text `@x`, and everything else itself. */
export async function textOf(shell: Shell, written: string): Promise<string> {
  if (!written.startsWith('@')) return written;
  if (written.startsWith('@@')) return written.slice(1);
  if (written === '@-') return readStdin(shell);
  return readInput(written.slice(1));
}

/** `--body`: `@file`, `@-`, or the JSON itself. Throws a usage error unless it is one object. */
export async function bodyOf(shell: Shell, written: string): Promise<Record<string, unknown>> {
  const value = parseJson(await textOf(shell, written), '--body');
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CliError('--body: One JSON object is needed.', 'usage');
  return value as Record<string, unknown>;
}

export function parseJson(text: string, option: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CliError(`${option}: This is not JSON: ${(cause as Error).message}.`, 'usage');
  }
}

async function readInput(path: string): Promise<string> {
  try {
    const content = await readFile(path);
    if (content.byteLength > MOST_BYTES) throw new CliError(`${path} is larger than 10 MB.`, 'usage');
    return content.toString('utf8').replace(/\r?\n$/, '');
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw new CliError(`${path} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, 'usage');
  }
}
