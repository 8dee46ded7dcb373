import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from './query';
import { escapeXml, toXml } from './xml';

describe('the query protocol', () => {
  it('nests structures and lists, in the order of their numbers', () => {
    const body =
      'Action=TagRole&Tags.member.2.Key=b&Tags.member.1.Key=a&Tags.member.1.Value=x%3D1&Keys.member.10=ten&Keys.member.9=nine';
    expect(parseQuery(body)).toEqual({
      Action: 'TagRole',
      Tags: [{ Key: 'a', Value: 'x=1' }, { Key: 'b' }],
      Keys: ['nine', 'ten'],
    });
  });

  it('survives any body, and never touches prototypes', () => {
    fc.assert(
      fc.property(fc.string(), (body) => {
        expect(Object.getPrototypeOf(parseQuery(body))).toBeNull();
      }),
    );
    parseQuery('__proto__.polluted=1&a.__proto__.polluted=1');
    expect({}).not.toHaveProperty('polluted');
  });

  it('refuses nesting without end', () => {
    expect(() => parseQuery(`${'a.'.repeat(40)}b=1`)).toThrow('malformed');
  });

  it('writes what XML can carry', () => {
    expect(toXml('A', { B: ['x', '<&>'], C: undefined, D: new Date(0) })).toBe(
      '<A><B><member>x</member><member>&lt;&amp;&gt;</member></B><D>1970-01-01T00:00:00Z</D></A>',
    );
    expect(escapeXml('a\u0000b\r')).toBe('a\ufffdb&#xD;');
  });
});
