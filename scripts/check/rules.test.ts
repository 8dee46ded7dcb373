import { describe, expect, it } from 'vitest';
import { RULES } from './rules';

function findings(path: string, text: string): string[] {
  return RULES.filter((rule) => rule.appliesTo(path)).flatMap((rule) =>
    rule.check(text).map(({ line }) => `${rule.name}:${line}`),
  );
}

const CLIENT = `import { IAMClient } from '@aws-sdk/client-iam';\nconst client = new IAMClient({});`;

describe('rules', () => {
  it.each([
    ['lib/inventory/settle.ts', 'const url = process.env.URL;', ['environment:1']],
    ['lib/inventory/settle.ts', '// process.env is read elsewhere', []],
    ['lib/env.ts', 'parse(process.env);', []],
    ['lib/collectors/aws/iam/role.ts', CLIENT, ['AWS clients:2']],
    ['lib/aws/clients.ts', CLIENT, []],
    ['lib/client/api.ts', 'new QueryClient()', []],
    ['lib/client/index.ts', 'export {};', ['barrels:1']],
    ['lib/long.ts', 'x\n'.repeat(401), ['file size:401']],
    ['lib/just-right.ts', 'x\n'.repeat(400), []],
  ])('%s', (path, text, expected) => {
    expect(findings(path, text)).toEqual(expected);
  });
});
