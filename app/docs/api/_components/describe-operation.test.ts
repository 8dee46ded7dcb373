import { expect, test } from 'vitest';
import { z } from 'zod';
import { contract, operationIds } from '@/lib/contract/contract';
import { describeOperation, permissionText } from './describe-operation';
import { curlExample } from './example';
import { fieldRows, jsonSchema } from './json-schema';

test('every operation has a page entry with its permission, its parameters and an example', () => {
  for (const id of operationIds) {
    const described = describeOperation(id, contract[id]);
    const inPath = [...described.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const named = described.parameters.filter(({ place }) => place === 'path').map(({ name }) => name);
    expect(named.toSorted(), id).toEqual(inPath.toSorted());
    expect(described.example, id).toContain('curl');
    expect(described.permission, id).not.toBe('');
    const answersJson = 'response' in contract[id];
    expect(described.answer.rows.length > 0, id).toBe(answersJson);
  }
});

test('fields of objects and lists are below their parent, with type, need and bounds', () => {
  const schema = z.object({
    name: z.string().max(80),
    role: z.enum(['viewer', 'owner']).default('viewer'),
    steps: z.array(z.object({ ms: z.number().int().nullable() })),
  });
  expect(
    fieldRows(jsonSchema(schema, 'input')).map(({ name, depth, type, required, text }) => [
      name,
      depth,
      type,
      required,
      text,
    ]),
  ).toEqual([
    ['name', 0, 'string', true, 'at most 80 characters'],
    ['role', 0, 'one of viewer, owner', false, 'default "viewer"'],
    ['steps', 0, 'list of object', true, ''],
    ['ms', 1, 'integer or null', true, ''],
  ]);
});

test('a permission names the roles that hold it', () => {
  expect(permissionText('token:manage')).toBe('token:manage (admin, owner)');
});

test('an example is a call that can be pasted', () => {
  expect(curlExample(contract['members.update'])).toBe(
    [
      'curl -X PATCH "$MOORING_URL/api/v1/workspaces/$WORKSPACE_ID/members/$USER_ID"',
      '-H "Authorization: Bearer $MOORING_TOKEN"',
      `-H 'Content-Type: application/json'`,
      `-d '{"role":"viewer"}'`,
    ].join(' \\\n  '),
  );
});
