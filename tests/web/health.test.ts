import { withShop } from '../setup/shop';

const shop = withShop();

test('healthz names the release and the process', async () => {
  const response = await shop.visitor().get('/healthz').expect(200);
  expect(response.body).toEqual({ status: 'ok', process: 'shop', release: 'test', pid: process.pid });
});

test('readyz asks the database', async () => {
  await shop.visitor().get('/readyz').expect(200, { status: 'ready', database: 'ok' });
});

test('an unknown page is a 404 page in its language', async () => {
  const korean = await shop.visitor().get('/nowhere').expect(404);
  expect(korean.text).toContain('찾는 페이지가 없어요');
  const english = await shop.visitor().get('/en/nowhere').expect(404);
  expect(english.text).toContain('There is no such page');
});

test('an unknown API path is a JSON 404', async () => {
  const response = await shop.visitor().get('/api/v1/nowhere').expect(404);
  expect(response.body.error.code).toBe('not-found');
});
