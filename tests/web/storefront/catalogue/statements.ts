/** Counts what a page asks the database. */
import type { TestShop } from '../../../setup/shop';

/** The settings' statement is left out: it is asked once a second, not once a page. */
export async function countStatements(shop: TestShop, visit: () => Promise<unknown>): Promise<number> {
  const spy = jest.spyOn(shop.context.pool, 'query');
  try {
    await visit();
    const texts = spy.mock.calls.map(([statement]) => textOf(statement));
    if (texts.length === 0) throw new Error('nothing was asked: the counting missed it, or there is no such page');
    return texts.filter((text) => !text.includes('from settings')).length;
  } finally {
    spy.mockRestore();
  }
}

export const textOf = (statement: unknown): string =>
  typeof statement === 'string' ? statement : String((statement as { readonly text?: unknown }).text);
