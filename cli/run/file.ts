import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bytes } from '@/lib/format/number';
import { CliError } from '../failure';
import type { Printer } from '../output/printer';
import { type Shell, write } from '../shell';

const SHOW_EVERY_MS = 200;

/**
 * Streams an answer into a file, or to standard output with `-`. The file appears under its name only when it is complete;
 * an answer that ends early leaves nothing. Holds one part in memory.
 */
export async function saveAnswer(
  shell: Shell,
  printer: Printer,
  response: Response,
  to: string,
  binary: boolean,
): Promise<void> {
  if (!response.body) throw new CliError('The answer is empty.');
  const parts = Readable.fromWeb(response.body as never, { signal: shell.signal });
  if (to === '-') {
    if (binary && shell.stdout.isTTY)
      throw new CliError('This is no text for a terminal. Name a file: --file terraform.zip', 'usage');
    await ended(async () => {
      for await (const part of parts) await write(shell.stdout, part as never, shell.signal);
    }, shell);
    return;
  }
  const draft = `${to}.part-${process.pid}`;
  const size = counter(shell);
  try {
    await ended(
      () =>
        pipeline(parts, size.stream, createWriteStream(draft, { mode: 0o600, flags: 'wx' }), { signal: shell.signal }),
      shell,
    );
    await rename(draft, to);
  } catch (cause) {
    await rm(draft, { force: true });
    throw cause;
  } finally {
    size.clear();
  }
  printer.note(`${to}: ${bytes(size.written())}`);
}

async function ended(read: () => Promise<void>, shell: Shell): Promise<void> {
  try {
    await read();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (shell.signal.aborted || cause instanceof CliError) throw cause;
    if (code && /^E[A-Z]+$/.test(code)) throw new CliError(`The file cannot be written: ${message}.`);
    throw new CliError(`The answer ended early, so nothing of it was kept as complete (${message}).`);
  }
}

/** How much went through; shown while it grows when somebody looks. */
function counter({ stderr }: Shell) {
  let size = 0;
  let shownAt = 0;
  const stream = new Transform({
    transform(part: Buffer, _encoding, done) {
      size += part.byteLength;
      const now = performance.now();
      if (stderr.isTTY && now - shownAt > SHOW_EVERY_MS) {
        shownAt = now;
        stderr.write(`\r${bytes(size)}\u001b[K`);
      }
      done(null, part);
    },
  });
  return { stream, written: () => size, clear: () => void (stderr.isTTY && shownAt > 0 && stderr.write('\r\u001b[K')) };
}
