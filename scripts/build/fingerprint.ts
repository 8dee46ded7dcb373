import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from '../lib/root';

const SKIPPED = /(^|\/)(node_modules|generated|\.next)$|\.(test|spec)\.tsx?$/;

/** SHA-256 over the paths and contents of files and of whole folders (without tests and generated code). */
export function fingerprint(inputs: readonly string[], root = ROOT): string {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of filesBelow(join(root, input))) {
      const content = readFileSync(file);
      hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

function filesBelow(path: string): string[] {
  if (!existsSync(path) || SKIPPED.test(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

/**
 * Runs `make` unless `output` exists and was made from these very inputs, as the mark beside it tells.
 * Returns whether it ran.
 */
export async function makeIfChanged(
  { output, mark, inputs }: { output: string; mark: string; inputs: readonly string[] },
  make: () => Promise<void>,
): Promise<boolean> {
  const current = fingerprint(inputs);
  const file = join(ROOT, mark);
  if (existsSync(join(ROOT, output)) && existsSync(file) && readFileSync(file, 'utf8') === current) return false;
  await make();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, current);
  return true;
}
