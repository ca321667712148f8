/** Over HTTP/1.1 a last byte that comes by itself is a packet of its own, for which a slow network may wait. */
import { ServerResponse } from 'node:http';
import { withCatalogue } from '../../setup/catalogue';
import { withShop } from '../../setup/shop';
import { putIntoCart } from './checkout/buyer';

const shop = withShop();
const ids = withCatalogue(shop);

test('a page with a session leaves in one piece, and its session is kept alive all the same', async () => {
  const { pool } = shop.database;
  const visitor = shop.visitor();
  await putIntoCart(visitor, ids['TST-AFTER-RAIN-010']);
  // The first page of a session makes its form token, and the session is written for it.
  await visitor.get('/cart').expect(200);
  await pool.query(`update sessions set expire = now() + interval '1 day'`);

  const write = jest.spyOn(ServerResponse.prototype, 'write');
  await visitor.get('/cart').expect(200);
  expect(write).not.toHaveBeenCalled();
  write.mockRestore();

  const lasts = async (): Promise<boolean> => {
    const kept = await pool.query(`select from sessions where expire > now() + interval '20 days'`);
    return kept.rowCount === 1;
  };
  while (!(await lasts())) await new Promise((resolve) => setTimeout(resolve, 10));
});
