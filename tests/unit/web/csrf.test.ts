import { isFromOurPages } from '../../../server/web/csrf';

const APEX = 'https://essence-aura.com';

test.each([
  ['same-origin', undefined, true],
  ['same-origin', 'https://essence-aura.com', true],
  ['same-site', 'https://essence-aura.com', true],
  ['same-site', 'https://app.essence-aura.com', false],
  ['same-site', 'https://evil.essence-aura.com', false],
  ['same-site', undefined, false],
  ['cross-site', 'https://essence-aura.com', false],
  ['cross-site', undefined, false],
  ['none', undefined, false],
  ['SAME-ORIGIN', undefined, false],
  [undefined, 'https://essence-aura.com', true],
  [undefined, 'https://app.essence-aura.com', false],
  [undefined, 'https://essence-aura.com.evil.example', false],
  [undefined, 'http://essence-aura.com', false],
  [undefined, 'null', false],
  [undefined, undefined, false],
])('Sec-Fetch-Site %s with Origin %s: %s', (fetchSite, origin, expected) => {
  expect(isFromOurPages({ fetchSite, origin }, [APEX])).toBe(expected);
});
