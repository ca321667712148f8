/** Edge and shop count visitors by the same blocks: a cap of the one means what a limit of the other means. */
import fc from 'fast-check';
import { addressBlock } from '../../../server/http/address-block';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::FFFF:203.0.113.7', '203.0.113.7'],
  ['::ffff:cb00:7107', '203.0.113.7'],
  ['0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
  ['unknown', 'unknown'],
  ['not:an:address', 'not:an:address'],
  ['', ''],
])('%s is counted as %s', (address, block) => {
  expect(addressBlock(address)).toBe(block);
});

test('addresses of one network share a block, however they are written, and those of others do not', () => {
  const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
  const half = fc.array(group, { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(half, half, half, fc.boolean(), (network, host, other, upper) => {
      fc.pre(network.some((number) => number !== 0));
      const numbers = [...network, ...host];
      const spelled = [padded(numbers), plain(numbers), shortened(numbers), dotted(numbers), `${plain(numbers)}%eth0`];
      const expected = `${plain(network)}::/64`;
      for (const one of spelled) expect([one, addressBlock(upper ? one.toUpperCase() : one)]).toEqual([one, expected]);
      const isSame = plain(other) === plain(network);
      expect(addressBlock(plain([...other, ...host])) === expected).toBe(isSame);
    }),
  );
});

test('an IPv4 address is one visitor, also where it came through an IPv6 listener', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
      const asHex = `::ffff:${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
      expect([address, `::ffff:${address}`, asHex].map(addressBlock)).toEqual([address, address, address]);
    }),
  );
});

const plain = (numbers: readonly number[]): string => numbers.map((number) => number.toString(16)).join(':');
const padded = (numbers: readonly number[]): string =>
  numbers.map((number) => number.toString(16).padStart(4, '0')).join(':');

/** With `::` in the place of its first zeros. */
const shortened = (numbers: readonly number[]): string => {
  const from = numbers.indexOf(0);
  if (from === -1) return plain(numbers);
  let to = from;
  while (numbers[to] === 0) to += 1;
  return `${plain(numbers.slice(0, from))}::${plain(numbers.slice(to))}`;
};

const dotted = (numbers: readonly number[]): string => {
  const [high = 0, low = 0] = numbers.slice(6);
  return `${plain(numbers.slice(0, 6))}:${[high >> 8, high & 0xff, low >> 8, low & 0xff].join('.')}`;
};
