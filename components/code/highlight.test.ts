import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CodeLanguage, highlight } from '@/components/code/highlight';

const text = (source: string, language: CodeLanguage) =>
  highlight(source, language)
    .map((line) => line.map((token) => token.text).join(''))
    .join('\n');

const classOf = (source: string, language: CodeLanguage, wanted: string) =>
  highlight(source, language)
    .flat()
    .find((token) => token.text.trim() === wanted)?.className;

test.each(['hcl', 'json', 'yaml', 'bash', 'text'] as const)('%s: no character is lost or made', (language) => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'a"{}$#=:\n -/\\<<1.var') }), (source) => {
      expect(text(source, language)).toBe(source);
    }),
  );
});

test('HCL: keywords, references, strings and comments are told apart', () => {
  const source = [
    '# AWS learns to trust us',
    'resource "aws_iam_role" "mooring" {',
    '  name = var.role_name',
    '  max_session_duration = 3600',
    '  tags = { on = true }',
    '}',
  ].join('\n');
  expect(classOf(source, 'hcl', '# AWS learns to trust us')).toContain('hljs-comment');
  expect(classOf(source, 'hcl', 'resource')).toContain('hljs-keyword');
  expect(classOf(source, 'hcl', '"aws_iam_role"')).toContain('hljs-string');
  expect(classOf(source, 'hcl', 'var.role_name')).toContain('hljs-variable');
  expect(classOf(source, 'hcl', '3600')).toContain('hljs-number');
  expect(classOf(source, 'hcl', 'true')).toContain('hljs-literal');
  expect(classOf(source, 'hcl', 'name =')).toBeUndefined();
});

test('HCL: a heredoc is a string to its own end word', () => {
  const lines = highlight('policy = <<EOF\n{ "a": 1 }\nEOF\nname = 1', 'hcl');
  expect(lines[1]?.[0]?.className).toContain('hljs-string');
  expect(lines[3]?.at(-1)?.className).toContain('hljs-number');
});

test('shell: commands and options are told apart from what is passed', () => {
  const line = 'terraform init && terraform output -raw role_arn';
  expect(classOf(line, 'bash', 'terraform')).toContain('hljs-keyword');
  expect(classOf(line, 'bash', '-raw')).toContain('hljs-params');
  expect(classOf(line, 'bash', 'role_arn')).toBeUndefined();
});

test('JSON: names of fields differ from strings', () => {
  expect(classOf('{ "aud": "mooring" }', 'json', '"aud"')).toContain('hljs-attr');
  expect(classOf('{ "aud": "mooring" }', 'json', '"mooring"')).toContain('hljs-string');
});
