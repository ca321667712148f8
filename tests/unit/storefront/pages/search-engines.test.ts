import { robotsText, siteMap } from '../../../../server/storefront/pages/search-engines';

test('every page is in the site map once a language, with its other languages beside it', () => {
  const xml = siteMap('https://shop.invalid', ['/', '/perfumes/after-rain']);
  const places = Array.from(xml.matchAll(/<loc>([^<]+)<\/loc>/g), ([, place]) => place);
  expect(places).toEqual([
    'https://shop.invalid/',
    'https://shop.invalid/en',
    'https://shop.invalid/perfumes/after-rain',
    'https://shop.invalid/en/perfumes/after-rain',
  ]);
  expect(xml.match(/hreflang="en" href="https:\/\/shop\.invalid\/en"/g)).toHaveLength(2);
  expect(xml.match(/hreflang="x-default"/g)).toHaveLength(4);
});

test('a preview invites nobody, but lets its "noindex" be read', () => {
  expect(robotsText('https://shop.invalid', true)).not.toContain('Sitemap');
  expect(robotsText('https://shop.invalid', true)).not.toMatch(/^Disallow: \/$/m);
});
