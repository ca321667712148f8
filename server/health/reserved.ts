/** Addresses that the internet doesn't lead anywhere (IANA's registries of special-purpose addresses). */
import { BlockList, isIPv6 } from 'node:net';

const RESERVED: readonly (readonly [string, number, string])[] = [
  ['0.0.0.0', 8, 'this network'],
  ['10.0.0.0', 8, 'private'],
  ['100.64.0.0', 10, 'shared by carriers'],
  ['127.0.0.0', 8, 'loopback'],
  ['169.254.0.0', 16, 'link-local'],
  ['172.16.0.0', 12, 'private'],
  ['192.0.0.0', 24, 'reserved'],
  ['192.0.2.0', 24, 'documentation'],
  ['192.168.0.0', 16, 'private'],
  ['198.18.0.0', 15, 'benchmarks'],
  ['198.51.100.0', 24, 'documentation'],
  ['203.0.113.0', 24, 'documentation'],
  ['224.0.0.0', 4, 'multicast'],
  ['240.0.0.0', 4, 'reserved'],
  ['::', 128, 'unspecified'],
  ['::1', 128, 'loopback'],
  ['::ffff:0:0', 96, 'IPv4 in IPv6'],
  ['64:ff9b:1::', 48, 'translation'],
  ['100::', 64, 'discarded'],
  ['2001:db8::', 32, 'documentation'],
  ['3fff::', 20, 'documentation'],
  ['fc00::', 7, 'private'],
  ['fe80::', 10, 'link-local'],
  ['ff00::', 8, 'multicast'],
];

const ranges = RESERVED.map(([start, bits, kind]) => {
  const list = new BlockList();
  list.addSubnet(start, bits, familyOf(start));
  return { list, kind, family: familyOf(start) };
});

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

/** @returns what it is reserved for; null: it is public */
export function reservedFor(address: string): string | null {
  const family = familyOf(address);
  // A list of one family would find addresses of the other that stand for its own.
  return ranges.find((range) => range.family === family && range.list.check(address, family))?.kind ?? null;
}
