/** Over HTTP/1.1 a last byte that comes by itself is a packet of its own, for which a slow network may wait. */
import { ServerResponse } from 'node:http';
import { withStockedShop } from '../../setup/catalogue';
import { buyerWith } from '../../setup/visitor';

const { shop, ids } = withStockedShop();

test('a page with a session leaves in one piece, and its session is kept alive once in a while', async () => {
  const visitor = await buyerWith(shop, ids['TST-AFTER-RAIN-010']);
  // The first page of a session makes its form token, and the session is written for it.
  await visitor.get('/cart').expect(200);
  const endOf = (): Promise<Date> => shop.database.value<Date>`select expire from sessions`;
  const end = await endOf();

  const write = jest.spyOn(ServerResponse.prototype, 'write');
  await visitor.get('/cart').expect(200);
  expect(write).not.toHaveBeenCalled();
  write.mockRestore();
  expect(await endOf()).toEqual(end);

  shop.clock.advance(2 * 60_000);
  await visitor.get('/cart').expect(200);
  expect((await endOf()).getTime() - end.getTime()).toBe(2 * 60_000);
});
