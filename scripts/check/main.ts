import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/root';
import { RULES } from './rules';

/** Applies the rules no other tool checks to every file git knows or would know. Prints findings; exit code 1 with any. */
const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
});
const paths = listed.split('\n').filter((path) => path && existsSync(join(ROOT, path)));

let findings = 0;
for (const path of paths) {
  const rules = RULES.filter((rule) => rule.appliesTo(path));
  if (rules.length === 0) continue;
  const text = readFileSync(join(ROOT, path), 'utf8');
  for (const rule of rules) {
    for (const { line, message } of rule.check(text)) {
      findings += 1;
      process.stdout.write(`${path}:${line}  ${rule.name}: ${message}\n`);
    }
  }
}
process.stdout.write(`${paths.length} files, ${findings} findings\n`);
process.exitCode = findings > 0 ? 1 : 0;
