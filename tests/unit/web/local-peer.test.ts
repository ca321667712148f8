import { isLocalPeer } from '../../../server/web/change-stream/local-peer';

const from = (remoteAddress: string | undefined, headers: Record<string, string> = {}): boolean =>
  isLocalPeer({ socket: { remoteAddress }, headers });

test.each(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])('%s is this machine', (address) => {
  expect(from(address)).toBe(true);
});

test.each(['10.0.0.1', '192.0.2.1', '::ffff:10.0.0.1', '2001:db8::1', 'fe80::1', '', undefined])(
  '%s is not this machine',
  (address) => {
    expect(from(address)).toBe(false);
  },
);

test.each(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'via'])(
  'who is spoken for by a proxy (%s) is not this machine, even when the field is empty',
  (name) => {
    expect(from('127.0.0.1', { [name]: '' })).toBe(false);
  },
);
