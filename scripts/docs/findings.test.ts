import { expect, test } from 'vitest';
import { RULES } from '@/lib/findings/registry';
import { RULE_IDS } from '@/lib/schemas/finding';
import { findingsPage } from './findings';

test('the page of findings tells of every rule when it holds and why it matters', () => {
  const text = findingsPage();
  for (const id of RULE_IDS) {
    expect(text).toContain(`\n## ${id}\n`);
    expect(text).toContain(RULES[id].holds);
    expect(text).toContain(RULES[id].why);
  }
  expect(text).toContain('| 5432 | PostgreSQL | data |');
});
