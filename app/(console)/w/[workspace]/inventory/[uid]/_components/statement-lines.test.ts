import { expect, test } from 'vitest';
import { pretty } from '@/components/resource/json';
import { statementLines } from './statement-lines';

const document = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: '*' },
    { Effect: 'Deny', Action: 'iam:*', Resource: '*' },
  ],
};

test('finds the lines of a statement', () => {
  for (const [index, word] of [
    [0, 's3:GetObject'],
    [1, 'iam:*'],
  ] as const) {
    const range = statementLines(document, index);
    const text = pretty(document)
      .split('\n')
      .slice((range?.from ?? 0) - 1, range?.to)
      .join('\n')
      .trim()
      .replace(/,$/, '');
    expect(text).toContain(word);
    expect(JSON.parse(text)).toEqual(document.Statement[index]);
  }
});

test('of a single statement that is not in a list, and of none', () => {
  const single = { Version: '2012-10-17', Statement: document.Statement[0] };
  const range = statementLines(single, 0);
  expect(range && range.to - range.from).toBe(pretty(document.Statement[0]).split('\n').length - 1);
  expect(statementLines(document, 5)).toBeNull();
  expect(statementLines('{', 0)).toBeNull();
});
