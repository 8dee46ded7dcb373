import { text as readAll } from 'node:stream/consumers';
import { CliError } from '../failure';
import type { Shell } from '../shell';

/** One line from the terminal, not shown while it is typed. Throws a usage error where nobody can type. */
export async function askSecret(shell: Shell, question: string): Promise<string> {
  const { stdin, stderr, signal } = shell;
  if (!stdin.isTTY) throw new CliError(`${question}: nobody is at a terminal to type it.`, 'usage');
  stderr.write(`${question}: `);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.resume();
  try {
    return await new Promise<string>((resolve, reject) => {
      let typed = '';
      const onData = (chunk: string) => {
        for (const char of chunk) {
          // Raw mode gives Ctrl-C as a character.
          if (char === '\u0003') return finish(() => reject(new CliError('Nothing was typed.', 'usage')));
          if (char === '\r' || char === '\n' || char === '\u0004') return finish(() => resolve(typed.trim()));
          typed = char === '\u007f' || char === '\b' ? typed.slice(0, -1) : typed + char;
        }
      };
      const finish = (done: () => void) => {
        stdin.removeListener('data', onData);
        done();
      };
      stdin.on('data', onData);
      signal.addEventListener('abort', () => finish(() => reject(signal.reason)), { once: true });
    });
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write('\n');
  }
}

/** All of standard input, without the line end behind it. */
export async function readStdin(shell: Shell): Promise<string> {
  return (await readAll(shell.stdin)).replace(/\r?\n$/, '');
}
