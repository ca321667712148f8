import { isInternalPath } from '../../../server/edge/reserved-paths';

test.each([
  '/internal',
  '/internal/',
  '/internal/purges',
  '/INTERNAL/purges',
  '//internal/purges',
  '/./internal/purges',
  '/perfumes/../internal/purges',
  '/perfumes/%2e%2e/internal/purges',
  '/%69nternal/purges',
  '/%2569nternal/purges',
  '/internal%2fpurges',
  '/%2finternal/purges',
  '\\internal\\purges',
  '/\\internal/purges',
  '/%69nternal/%zz',
])('%s is for this machine only', (path) => {
  expect(isInternalPath(path)).toBe(true);
});

test.each([
  '/',
  '/perfumes',
  '/internally',
  '/en/internal',
  '/perfumes/internal',
  '/%EC%A2%8B',
  '/%zz',
  '/a//b',
  '/.x',
])('%s is for everybody', (path) => {
  expect(isInternalPath(path)).toBe(false);
});
