import { isReleaseId, newReleaseId } from '../../../server/release/id';

test('a release is named after the moment in UTC and its commit, and names sort by time', () => {
  const first = newReleaseId(new Date('2026-11-20T22:00:59.999+09:00'), '1a2b3c4d5e');
  const second = newReleaseId(new Date('2026-11-20T13:01:00.000Z'), '0000000000');
  expect(first).toBe('20261120130059-1a2b3c4d5e');
  expect([second, first].sort()).toEqual([first, second]);
});

test('a build without a commit has a name too', () => {
  expect(newReleaseId(new Date('2026-11-20T13:00:00Z'), null)).toBe('20261120130000-0000000');
});

test.each(['', '..', '20261120130000', '20261120130000-', '20261120130000-1a2b/..', '20261120130000-1a2b.incoming'])(
  '%p is not the name of a release',
  (text) => expect(isReleaseId(text)).toBe(false),
);

test('what was made is recognised', () => {
  expect(isReleaseId(newReleaseId(new Date(), '1a2b3c4d5e'))).toBe(true);
});
