import { isOrderKeyValid, orderKey, orderPath } from '../../../../server/store/orders/order-link';

const now = new Date('2026-11-23T03:00:00Z');
const later = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60 * 1000);
const key = orderKey('secret', 'EA-7KQ2M9XWTB', now);

test('a link opens its order, and only for as long as it is valid', () => {
  expect(isOrderKeyValid('secret', 'EA-7KQ2M9XWTB', key, later(399))).toBe(true);
  expect(isOrderKeyValid('secret', 'EA-7KQ2M9XWTB', key, later(401))).toBe(false);
});

test.each([
  ['another order', 'secret', 'EA-7KQ2M9XWTC', key],
  ['another secret', 'other', 'EA-7KQ2M9XWTB', key],
  ['a longer life', 'secret', 'EA-7KQ2M9XWTB', `zzzzzz${key.slice(key.indexOf('.'))}`],
  ['no signature', 'secret', 'EA-7KQ2M9XWTB', key.slice(0, key.indexOf('.') + 1)],
  ['nothing', 'secret', 'EA-7KQ2M9XWTB', ''],
  ['nonsense', 'secret', 'EA-7KQ2M9XWTB', '%%%.%%%'],
])('a key with %s opens nothing', (_what, secret, number, tampered) => {
  expect(isOrderKeyValid(secret, number, tampered, now)).toBe(false);
});

test('the link is in the language of the buyer', () => {
  expect(orderPath('en', 'EA-1', 'a.b')).toBe('/en/orders/EA-1?key=a.b');
  expect(orderPath('ko', 'EA-1', 'a.b')).toBe('/orders/EA-1?key=a.b');
});
