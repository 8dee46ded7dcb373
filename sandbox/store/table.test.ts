import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Table } from './table';

type Row = { value: number };

describe('a table', () => {
  it('remembers how it was a moment ago', () => {
    const table = new Table<Row>();
    table.put('a', { value: 1 }, 1_000);
    table.put('a', { value: 2 }, 2_000);
    table.delete('a', 3_000);
    const at = (moment: number) => table.asOf('a', moment)?.value;
    expect([at(999), at(1_000), at(1_999), at(2_000), at(3_000)]).toEqual([undefined, 1, 1, 2, undefined]);
    expect(table.list(2_500)).toEqual([{ value: 2 }]);
    expect(table.list()).toEqual([]);
  });

  it('takes names once, whatever their case', () => {
    const table = new Table<Row>();
    table.put('Zoe', { value: 1 }, 0);
    expect([table.isTaken('zoe'), table.get('zoe')]).toEqual([true, undefined]);
    table.delete('Zoe', 0);
    expect(table.isTaken('zoe')).toBe(false);
  });

  it('agrees at every past moment with a copy made then', () => {
    const change = fc.record({ name: fc.constantFrom('a', 'b', 'c'), value: fc.option(fc.nat(), { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const table = new Table<Row>();
        const copies = changes.map(({ name, value }, index) => {
          if (value === undefined) table.delete(name, index * 10);
          else table.put(name, { value }, index * 10);
          return table.list();
        });
        copies.forEach((copy, index) => {
          expect(table.list(index * 10 + 5)).toEqual(copy);
        });
      }),
    );
  });

  it('finds what follows a name as a look through all rows would, whatever was put and deleted meanwhile', () => {
    const name = fc.string({ maxLength: 3 });
    const step = fc.record({ name, way: fc.constantFrom('put', 'drop', 'many', 'following', 'last') });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const table = new Table<{ name: string }>();
        const names = () => [...table.entries()].map(([each]) => each).sort();
        for (const { name, way } of steps) {
          if (way === 'put') table.load(name, { name });
          if (way === 'drop') table.drop(name);
          if (way === 'many') for (let n = 0; n < 600; n += 1) table.load(`${name}${n}`, { name: `${name}${n}` });
          if (way === 'following') {
            expect(table.following(name)?.name).toBe(names().find((each) => each > name));
            expect(table.following(name, true)?.name).toBe(names().find((each) => each >= name));
          }
          if (way === 'last') expect(table.last()?.name).toBe(names().at(-1));
        }
        expect(table.list().map((row) => row.name)).toEqual(names());
      }),
      { numRuns: 50 },
    );
  });
});
