import { withStockedShop } from '../../../setup/catalogue';

const { shop } = withStockedShop();
beforeAll(
  () => shop.database.run`insert into perfume_addresses (slug, perfume_id, left_at)
    select 'was-rain', id, now() from perfumes where slug = 'after-rain'`,
);

test('an address that a perfume has left leads to its new one, in both languages and with its volume', async () => {
  const korean = await shop.visitor().get('/perfumes/was-rain?ml=50&utm_source=x').expect(301);
  expect(korean.headers['location']).toBe('/perfumes/after-rain?ml=50');
  const english = await shop.visitor().get('/en/perfumes/was-rain').expect(301);
  expect(english.headers['location']).toBe('/en/perfumes/after-rain');
});

test('browsers ask again, and what the edge keeps it throws away with the catalogue', async () => {
  const { headers } = await shop.visitor().get('/perfumes/was-rain');
  expect(headers['cache-control']).toBe('public, max-age=0, must-revalidate');
  expect(headers['cache-groups']).toBe('"settings", "catalogue"');
  expect(headers['vary'] ?? '').not.toMatch(/accept\b/i);
});
