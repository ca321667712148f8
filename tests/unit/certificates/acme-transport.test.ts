import { parseRetryAfter } from '../../../server/certificates/acme-transport';
import { DAY_MS, NOW } from './support/temporary';

const later = (ms: number): Date => new Date(NOW.getTime() + ms);

test('Retry-After is seconds or a date', () => {
  expect(parseRetryAfter('90', NOW)).toEqual(later(90_000));
  expect(parseRetryAfter(later(120_000).toUTCString(), NOW)).toEqual(later(120_000));
  expect(parseRetryAfter(undefined, NOW)).toBeNull();
  expect(parseRetryAfter('soon', NOW)).toBeNull();
});

test('it never ends the shop’s certificate by a slip of the CA’s', () => {
  expect(parseRetryAfter('999999999999', NOW)).toEqual(later(8 * DAY_MS));
  expect(parseRetryAfter('Fri, 31 Dec 9999 23:59:59 GMT', NOW)).toEqual(later(8 * DAY_MS));
});
