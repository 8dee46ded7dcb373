/** What a rule says about one file: the line (from 1) and what to do. */
export type Finding = { line: number; message: string };

export type Rule = {
  name: string;
  appliesTo(path: string): boolean;
  check(text: string): Finding[];
};

const isTest = (path: string) => /\.(test|spec)\.tsx?$|\/testing[./]/.test(path);
const isProduct = (path: string) => /^(app|components|lib|workers|cli|sandbox)\/.*\.tsx?$/.test(path);

/** A file over this many lines explains itself below, or is split (STYLE.md). */
const MAX_LINES = 400;
const LONG_FILES: Readonly<Record<string, string>> = {};

const fileSize: Rule = {
  name: 'file size',
  appliesTo: (path) => /\.(ts|tsx|mjs|css)$/.test(path) && !(path in LONG_FILES),
  check(text) {
    const lines = text.trimEnd().split('\n').length;
    return lines > MAX_LINES ? [{ line: lines, message: `${lines} lines; at most ${MAX_LINES}. Split it.` }] : [];
  },
};

const environment: Rule = {
  name: 'environment',
  appliesTo: (path) => isProduct(path) && !isTest(path) && !/^(lib|sandbox|cli)\/env\.ts$/.test(path),
  check: (text) =>
    matches(text, /\bprocess\.env\b/, 'Only lib/env.ts (and sandbox/env.ts, cli/env.ts) reads process.env.'),
};

const awsClients: Rule = {
  name: 'AWS clients',
  appliesTo: (path) => isProduct(path) && !isTest(path) && !/^(lib\/aws|sandbox)\//.test(path),
  check: (text) =>
    text.includes('@aws-sdk/')
      ? matches(
          text,
          /\bnew [A-Z0-9]\w*Client\(/,
          'AWS clients are made in lib/aws only: endpoints, retries, rate budget.',
        )
      : [],
};

const barrels: Rule = {
  name: 'barrels',
  appliesTo: (path) => /^(lib|components|workers|cli|sandbox|scripts)\/.*\/index\.tsx?$/.test(path),
  check: () => [{ line: 1, message: 'No index.ts: name the file after what it holds.' }],
};

export const RULES: readonly Rule[] = [fileSize, environment, awsClients, barrels];

function matches(text: string, pattern: RegExp, message: string): Finding[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      pattern.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line) ? [{ line: index + 1, message }] : [],
    );
}
