import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { contract, type OperationId, operationIds } from '@/lib/contract/contract';
import type { Operation } from '@/lib/contract/operation';
import { buildProgram } from '../program';
import { testShell } from '../testing/shell';
import { HAND_VERBS } from '../verbs';
import { complete } from './command';
import { fieldsOf } from './fields';
import { kebab, wordsOf } from './names';

const program = buildProgram(testShell().shell, { connection: null, colour: false });
const find = (id: OperationId) => {
  const { noun, verb } = wordsOf(id);
  const command = program.commands.find((one) => one.name() === noun)?.commands.find((one) => one.name() === verb);
  if (!command) throw new Error(`There is no mooring ${noun} ${verb}.`);
  complete(command);
  return command;
};
const globals = program.options.flatMap(({ long, short }) => [long, short]);

describe('the command of an operation', () => {
  test.each(operationIds)('%s has its help, and its options hide none of the command’s own', (id) => {
    const command = find(id);
    const operation: Operation = contract[id];
    expect(command.summary()).toBe(operation.summary);
    for (const { long, description } of command.options) {
      expect(globals).not.toContain(long);
      expect(description.length).toBeGreaterThan(3);
    }
    const names = command.options.map(({ long }) => long);
    expect(new Set(names).size).toBe(names.length);
    for (const { description } of command.registeredArguments) expect(description).not.toBe('');
  });

  test('every field of a query or body can be written', () => {
    for (const id of operationIds) {
      const operation: Operation = contract[id];
      const query = Object.keys(operation.query?.shape ?? {}).filter((name) => name !== 'q' && name !== 'columns');
      const flags = find(id).options.map(({ long }) => long);
      for (const name of query) expect(flags, id).toContain(`--${kebab(name)}`);
      if (operation.body) expect(flags, id).toContain('--body');
    }
  });

  test('what is written by hand stands where it says', () => {
    for (const { noun, verb } of HAND_VERBS) {
      const parent: Command | undefined = noun ? program.commands.find((one) => one.name() === noun) : program;
      expect(parent?.commands.filter((one) => one.name() === verb)).toHaveLength(1);
    }
  });
});

describe('fields', () => {
  const field = (id: OperationId, flag: string) => fieldsOf(contract[id]).find((one) => one.flag === flag);

  test.each([
    ['resources.list', 'page-size', { kind: 'number', fallback: 50, required: false }],
    ['resources.list', 'type', { kind: 'list', choices: [] }],
    ['resources.list', 'include', { kind: 'list', choices: ['attributes', 'incoming'] }],
    ['resources.list', 'state', { kind: 'text', choices: ['live', 'deleted', 'unwatched', 'any'], fallback: 'live' }],
    ['changes.list', 'from', { kind: 'time', required: true }],
    ['changes.list', 'kind', { kind: 'list', choices: ['created', 'changed', 'deleted', 'recreated'] }],
    ['findings.mute', 'days', { kind: 'number', nullable: true, required: true }],
    ['integrations.create', 'options-permission-set', { kind: 'text', fallback: 'security_audit', required: false }],
    ['integrations.update', 'schedule-enabled', { kind: 'boolean', path: ['schedule', 'enabled'] }],
    ['integrations.update', 'if-version', { kind: 'number', path: ['version'], required: true }],
    ['credentials.create', 'role-chain', { kind: 'json' }],
    ['hostIdentities.grant', 'workspace-id', { kind: 'text', nullable: true }],
  ] as const)('%s --%s comes from its schema', (id, flag, expected) => {
    expect(field(id, flag)).toMatchObject(expected);
  });
});
