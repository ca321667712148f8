/** Counts what a page asks the database. */
import type { TestShop } from '../../setup/shop';

/** The settings' statement is left out: it is asked once a second, not once a page. */
export async function countStatements(shop: TestShop, visit: () => Promise<unknown>): Promise<number> {
  const spy = jest.spyOn(shop.context.pool, 'query');
  try {
    await visit();
    const texts = spy.mock.calls.map((call) => String((call as readonly unknown[])[0]));
    return texts.filter((text) => !text.includes('from settings')).length;
  } finally {
    spy.mockRestore();
  }
}
