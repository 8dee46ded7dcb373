import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '@/lib/collectors/types';
import { openPorts } from './open-ports';
import { RISKY_PORTS } from './risky-ports';

const rule = (
  ipProtocol: string,
  fromPort: number | null,
  toPort: number | null,
  v4: string[],
  v6: string[] = [],
): JsonObject => ({
  ipProtocol,
  ...(fromPort === null ? {} : { fromPort }),
  ...(toPort === null ? {} : { toPort }),
  ipRanges: v4.map((cidrIp) => ({ cidrIp, description: 'why' })),
  ipv6Ranges: v6.map((cidrIpv6) => ({ cidrIpv6 })),
  userIdGroupPairs: [],
  prefixListIds: [],
});
const WORLD = ['0.0.0.0/0'];
const names = (...rules: JsonObject[]) => openPorts(rules).map(({ all, port }) => (all ? 'all' : port?.name));

describe('openPorts', () => {
  test.each<[string, JsonObject[], (string | undefined)[]]>([
    ['SSH to the world', [rule('tcp', 22, 22, WORLD)], ['SSH']],
    ['SSH to IPv6 alone', [rule('tcp', 22, 22, [], ['::/0'])], ['SSH']],
    ['SSH by protocol number', [rule('6', 22, 22, WORLD)], ['SSH']],
    [
      'SSH to two halves in two rules',
      [rule('tcp', 22, 22, ['0.0.0.0/1']), rule('tcp', 20, 25, ['128.0.0.0/1'])],
      ['SSH', 'Telnet'],
    ],
    ['halves of different families', [rule('tcp', 22, 22, ['0.0.0.0/2'], ['8000::/2'])], []],
    ['a private network', [rule('tcp', 22, 22, ['10.0.0.0/8'])], []],
    ['a web server', [rule('tcp', 443, 443, WORLD), rule('tcp', 80, 80, WORLD)], []],
    ['a range over databases', [rule('tcp', 3300, 3400, WORLD)], ['RDP', 'MySQL']],
    ['everything', [rule('-1', null, null, WORLD)], ['all']],
    ['every TCP port', [rule('tcp', 0, 65_535, WORLD)], ['all']],
    ['every UDP port', [rule('udp', 0, 65_535, WORLD)], ['RDP', 'Memcached']],
    ['ping', [rule('icmp', -1, -1, WORLD)], []],
    ['another group', [{ ...rule('tcp', 22, 22, []), userIdGroupPairs: [{ groupId: 'sg-1' }] }], []],
  ])('%s', (_name, rules, expected) => {
    expect(names(...rules).sort()).toEqual([...expected].sort());
  });

  test('what a rule opens is every risky port within its range, and no other', () => {
    const port = fc.integer({ min: 2, max: 65_535 });
    fc.assert(
      fc.property(port, port, (a, b) => {
        const [from, to] = a <= b ? [a, b] : [b, a];
        const expected = RISKY_PORTS.filter((one) => from <= one.port && one.port <= to).map(({ name }) => name);
        expect(names(rule('tcp', from, to, WORLD))).toEqual(expected);
      }),
    );
  });

  test('whatever stands there is no reason to fail', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void openPorts(value as never)));
    expect(openPorts(undefined)).toEqual([]);
  });
});
