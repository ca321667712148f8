/** Ten thousand answers that no server should give, over both protocols, with the page cache and without. */
import { visitOddShop } from '../edge/support/odd-visits';

test.each([true, false])(
  '5,000 odd answers, with the page cache: %s',
  async (pageCache) => {
    const { wrong } = await visitOddShop({ pageCache, first: 1_000, count: 5_000, atOnce: 24 });
    expect(wrong).toEqual([]);
  },
  1_200_000,
);
