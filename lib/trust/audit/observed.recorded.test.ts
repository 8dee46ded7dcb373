import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { admittedSubjects } from './admitted-subjects';

const FILE = fileURLToPath(new URL('../../../../shared/fixtures/iam/observed.jsonl', import.meta.url));
const rowSchema = z.object({ id: z.string(), source: z.string(), document: z.unknown() });

describe.skipIf(!existsSync(FILE))('observed trust policies', () => {
  const rows = existsSync(FILE)
    ? readFileSync(FILE, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => rowSchema.parse(JSON.parse(line)))
    : [];
  const audit = (document: unknown) => admittedSubjects(document, { accountId: '123456789012' });

  it('says that a missing audience condition lets every registered audience through', () => {
    const row = rows.find(({ source }) => source.endsWith('Missing Audience Condition'));
    expect(audit(row?.document).entries[0]).toMatchObject({
      audience: null,
      description: expect.stringContaining('Any audience'),
    });
  });

  it('can be read, one by one, and never count as only us', () => {
    expect(rows.length).toBeGreaterThan(60);
    const unreadable = rows.filter(({ document }) => audit(document).entries.some(({ kind }) => kind === 'unreadable'));
    expect(rows.some(({ document }) => audit(document).onlyUs)).toBe(false);
    expect(unreadable).toEqual([]);
  });

  it.each([
    ['Missing Audience Condition', 'subject-pattern'],
    ['Missing Subject Restriction', 'any-subject'],
    ['Overly Permissive Wildcard in Subject', 'any-subject'],
    ['Invalid Principal as Wildcard', 'anyone'],
  ])('sees in "%s" what its author meant', (name, kind) => {
    const row = rows.find(({ source }) => source.endsWith(name));
    expect(audit(row?.document).entries.map((entry) => entry.kind)).toContain(kind);
  });
});
