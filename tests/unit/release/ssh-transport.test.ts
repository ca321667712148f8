import { createSshTransport } from '../../../server/release/ssh-transport';

test.each([
  ['root@10.0.0.1', 'root@10.0.0.1'],
  ['shop', 'shop'],
  ['admin@2001:db8::7', 'admin@[2001:db8::7]'],
  ['2001:db8::7', '[2001:db8::7]'],
])('a file for %s is copied to %s, which scp tells from a path', async (target, expected) => {
  const calls: (readonly string[])[] = [];
  const transport = createSshTransport({
    target,
    run: (program, args) => {
      calls.push([program, ...args]);
      return Promise.resolve('/tmp/essence-aura.1\n');
    },
  });
  await transport.put('/a/release.tar.gz');
  expect(calls[0]).toContain(target);
  expect(calls[1]?.[0]).toBe('scp');
  expect(calls[1]?.at(-1)).toBe(`${expected}:/tmp/essence-aura.1/release.tar.gz`);
});
