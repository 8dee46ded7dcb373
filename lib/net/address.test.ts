import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressProblem } from './address';

describe('addresses', () => {
  test.each(['8.8.8.8', '52.95.110.1', '2a05:d018::1', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
    '%s is public',
    (address) => expect(addressProblem(address)).toBeNull(),
  );

  test.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b::169.254.169.254',
    '169.254.170.2',
    'fd00:ec2::254',
    'fd00:0ec2:0:0::254',
    '168.63.129.16',
    '100.100.100.200',
  ])('%s is a metadata service, whatever is allowed', (address) => {
    const allowance = { loopback: true, anyPrivate: true, networks: ['0.0.0.0/0', '::/0'] };
    expect(addressProblem(address, allowance)).toBe('a metadata service');
  });

  test.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.0.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.1.1',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '240.0.0.1',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::7f00:1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'fc00::1',
    'ff02::1',
    '2002:7f00:1::',
    '2001:0:1::1',
    '2001:db8::1',
    '100::1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    'localhost',
    '',
  ])('%s is refused', (address) => expect(addressProblem(address)).not.toBeNull());

  test('only what was allowed opens', () => {
    expect(addressProblem('10.1.2.3', { networks: ['10.1.0.0/16'] })).toBeNull();
    expect(addressProblem('::ffff:10.1.2.3', { networks: ['10.1.0.0/16'] })).toBeNull();
    expect(addressProblem('10.2.0.1', { networks: ['10.1.0.0/16'] })).toBe('a private network');
    expect(addressProblem('fd12::1', { networks: ['fd12::/16', '10.0.0.0/8'] })).toBeNull();
    expect(addressProblem('127.0.0.1', { networks: ['127.0.0.0/8'], anyPrivate: true })).not.toBeNull();
    expect(addressProblem('169.254.1.1', { networks: ['169.254.0.0/16'] })).toBe('a link-local address');
    expect(addressProblem('127.0.0.1', { loopback: true })).toBeNull();
    expect(addressProblem('10.0.0.1', { loopback: true })).toBe('a private network');
  });

  test('every spelling of an inner IPv4 address is judged like the address', () => {
    fc.assert(
      fc.property(fc.ipV4(), (inner) => {
        const verdict = addressProblem(inner);
        for (const prefix of ['::ffff:', '64:ff9b::']) expect(addressProblem(`${prefix}${inner}`)).toBe(verdict);
      }),
    );
  });

  test('any text at all gets a verdict, and only valid addresses pass', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(addressProblem(text)).not.toBeNull();
      }),
    );
  });
});
