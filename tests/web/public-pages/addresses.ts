/** One real address for each public route, in each language it has. */
import { publicAddress, PUBLIC_ROUTES } from '../../../server/http/public-pages';
import type { TestShop } from '../../setup/shop';

export async function publicAddresses(shop: TestShop): Promise<string[]> {
  const picture = await shop.database.value<string>`select picture from perfumes where slug = 'after-rain'`;
  const examples: Readonly<Record<string, string>> = {
    '/assets/:file': '/assets/main.0a1b2c3d4e.css',
    '/pictures/:file': `/pictures/${picture}`,
    '/perfumes/:slug': '/perfumes/after-rain',
  };
  return PUBLIC_ROUTES.flatMap((route) => {
    const address = examples[route] ?? route;
    const english = address === '/' ? '/en' : `/en${address}`;
    return publicAddress(english) === null ? [address] : [address, english];
  });
}
