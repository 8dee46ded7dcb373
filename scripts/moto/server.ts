import { spawnSync } from 'node:child_process';
import { hasTool } from '../test/tools';

/** Whether both programs of the comparison are on the PATH. */
export function motoInstalled(): boolean {
  return ['moto_server', 'aws'].every(hasTool);
}

/** moto's own version, as its package says. */
export function motoVersion(): string {
  const asked = ['-c', 'import moto; print(moto.__version__)'];
  return `moto ${spawnSync('python3', asked, { encoding: 'utf8' }).stdout.trim()}`;
}
