import { isOrderKeyValid, orderKey, orderPath, withoutOrderKeys } from '../../../../server/store/orders/order-link';

const now = new Date('2026-11-23T03:00:00Z');
const later = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60 * 1000);
const order = { number: 'EA-7KQ2M9XWTB', linkNonce: null };
const links = (...keys: string[]) => ({ links: keys });
const key = orderKey(links('secret'), order, now);

test('a link opens its order, and only for as long as it is valid', () => {
  expect(isOrderKeyValid(links('secret'), order, key, later(399))).toBe(true);
  expect(isOrderKeyValid(links('secret'), order, key, later(401))).toBe(false);
});

test.each([
  ['another order', 'secret', 'EA-7KQ2M9XWTC', key],
  ['another secret', 'other', 'EA-7KQ2M9XWTB', key],
  ['a longer life', 'secret', 'EA-7KQ2M9XWTB', `zzzzzz${key.slice(key.indexOf('.'))}`],
  ['no signature', 'secret', 'EA-7KQ2M9XWTB', key.slice(0, key.indexOf('.') + 1)],
  ['nothing', 'secret', 'EA-7KQ2M9XWTB', ''],
  ['nonsense', 'secret', 'EA-7KQ2M9XWTB', '%%%.%%%'],
])('a key with %s opens nothing', (_what, secret, number, tampered) => {
  expect(isOrderKeyValid(links(secret), { ...order, number }, tampered, now)).toBe(false);
});

test('a link of the release before opens its order still', () => {
  // Made by it, as `orderKey('secret', 'EA-7KQ2M9XWTB', now)`.
  expect(key).toBe('u9igc0.LpEZGOr6bNyUnrPXSY92vB_v6rBC6FhKsVZofi-rQxc');
});

test('a link that was made under an older key opens the order as long as that key counts', () => {
  expect(isOrderKeyValid(links('newer', 'secret'), order, key, now)).toBe(true);
  expect(isOrderKeyValid(links('newer'), order, key, now)).toBe(false);
  expect(orderKey(links('newer', 'secret'), order, now)).toBe(orderKey(links('newer'), order, now));
});

test('a nonce that was renewed ends every link of before, and of each renewal before it', () => {
  const renewed = { ...order, linkNonce: 'n-1' };
  const newer = orderKey(links('secret'), renewed, now);
  expect(isOrderKeyValid(links('secret'), renewed, key, now)).toBe(false);
  expect(isOrderKeyValid(links('secret'), renewed, newer, now)).toBe(true);
  expect(isOrderKeyValid(links('secret'), { ...order, linkNonce: 'n-2' }, newer, now)).toBe(false);
});

test('a mail that was written before links were sealed is shown without its key', () => {
  const href = `https://essence-aura.com/en${orderPath('ko', 'EA-7KQ2M9XWTB', key)}`;
  const shown = withoutOrderKeys(`See\n${href}\n\n<a href="${href}">`);
  expect(shown).not.toContain(key);
  expect(shown.match(/\?key=\[\[sealed\]\]/g)).toHaveLength(2);
});

test('the link is in the language of the buyer', () => {
  expect(orderPath('en', 'EA-1', 'a.b')).toBe('/en/orders/EA-1?key=a.b');
  expect(orderPath('ko', 'EA-1', 'a.b')).toBe('/orders/EA-1?key=a.b');
});
