import { withShop } from '../setup/shop';

const shop = withShop();

test('healthz names the release and the process', async () => {
  const response = await shop.visitor().get('/healthz').expect(200);
  expect(response.body).toEqual({ status: 'ok', process: 'shop', release: 'test', pid: process.pid });
});

test('readyz asks the database', async () => {
  await shop.visitor().get('/readyz').expect(200, { status: 'ready', database: 'ok' });
});
