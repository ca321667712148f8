import { inLocale } from '../../../server/i18n/locale';

test.each([
  ['/', '/', '/en'],
  ['/en', '/', '/en'],
  ['/en/', '/', '/en'],
  ['/en?a=1', '/?a=1', '/en/?a=1'],
  ['/cart', '/cart', '/en/cart'],
  ['/en/orders/EA-1?key=2', '/orders/EA-1?key=2', '/en/orders/EA-1?key=2'],
  ['/enough', '/enough', '/en/enough'],
])('%s is %s in Korean and %s in English', (path, ko, en) => {
  expect([inLocale('ko', path), inLocale('en', path)]).toEqual([ko, en]);
});
