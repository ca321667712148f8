import fc from 'fast-check';
import { loggedPath } from '../../../server/http/logged-path';

test.each([
  ['/admin/set-up/abcdef', '/admin/set-up/…'],
  ['/admin/set-up/abcdef/code', '/admin/set-up/…/code'],
  ['/admin/set-up', '/admin/set-up'],
  ['/admin/people', '/admin/people'],
  ['/perfumes/admin', '/perfumes/admin'],
])('%s is logged as %s', (path, logged) => {
  expect(loggedPath(path)).toBe(logged);
});

test('nobody fills a log with long addresses: what is over 200 characters is cut, and says so', () => {
  expect(loggedPath(`/${'a'.repeat(199)}`)).toHaveLength(200);
  expect(loggedPath(`/${'a'.repeat(14_000)}`)).toBe(`/${'a'.repeat(198)}…`);
  fc.assert(fc.property(fc.string({ maxLength: 1_000 }), (text) => loggedPath(text).length <= 200));
});

test('however long it is, a set-up link stays a secret', () => {
  const token = 'x'.repeat(40);
  expect(loggedPath(`/admin/set-up/${token}/${'y'.repeat(500)}`)).not.toContain('xx');
});
