/** Whatever the shop answers: one answer or one cut for the visitor, one line in the log, and the next is served. */
import { closeAll } from './support/edge';
import { visitOddShop } from './support/odd-visits';

afterAll(closeAll);

jest.setTimeout(120_000);

test.each([true, false])('300 odd answers, page cache: %s', async (pageCache) => {
  expect(await visitOddShop({ pageCache, first: 1, count: 150, atOnce: 8 })).toEqual([]);
});
