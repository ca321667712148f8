import { parseArguments } from '../../../server/release/target';

const NOTHING = { host: null, stack: null, sshConfig: undefined, to: null };

test.each([
  [[], NOTHING],
  [['admin@shop.example'], { ...NOTHING, host: 'admin@shop.example' }],
  [['--stack', 'staging'], { ...NOTHING, stack: 'staging' }],
  [['--stack=staging', '--to', '20261120130000-1a2b'], { ...NOTHING, stack: 'staging', to: '20261120130000-1a2b' }],
  [['--ssh-config', 'a=b', 'host'], { ...NOTHING, host: 'host', sshConfig: 'a=b' }],
])('%j is understood', (args, expected) => {
  expect(parseArguments(args)).toEqual(expected);
});

test.each([
  [['a', 'b'], 'one host at a time'],
  [['a', '--stack', 'b'], 'not both'],
  [['--stack'], 'needs a value'],
  [['--stack', '--to'], 'needs a value'],
  [['-p', '22'], '-p is not known here'],
])('%j is refused with a sentence', (args, expected) => {
  expect(() => parseArguments(args)).toThrow(expected);
});
