/** Every page of the desk that is a list: how often it asks the database. */
import { Client } from 'pg';
import { deskVisitor } from '../../setup/desk';
import { createTestShop, type TestShop } from '../../setup/shop';

const MOST = 4;

let shop: TestShop;
beforeAll(async () => void (shop = await createTestShop()));
afterAll(() => shop.close());

test('no page takes more than four questions, the session and the person included', async () => {
  const pages = shop.shop.desk.routes.filter(
    ({ method, path, needs }) => method === 'get' && needs !== 'anyone' && !path.includes(':'),
  );
  expect(pages.length).toBeGreaterThan(0);
  const owner = await deskVisitor(shop);
  const asked = jest.spyOn(Client.prototype, 'query');
  const counts: Record<string, number> = {};
  for (const { path } of pages) {
    await owner.get(path);
    asked.mockClear();
    await owner.get(path);
    counts[path] = asked.mock.calls.length;
  }
  asked.mockRestore();
  expect(Object.fromEntries(Object.entries(counts).filter(([, count]) => count > MOST))).toEqual({});
});
