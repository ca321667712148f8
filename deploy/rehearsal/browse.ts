/** The first order, as a person places it: in a real browser that trusts the rehearsal's authority and nothing else new. */
import { openBrowser } from '../../tests/setup/browser';
import { addToCart, checkOut } from '../../tests/setup/shopper';
import { type Shop } from './customer';
import { type Machine } from './machine';
import { query, type Goods } from './on-the-machine';
import { type Report } from './report';

export async function orderInBrowser(
  report: Report,
  { shop, goods, machine }: { shop: Shop; goods: Goods; machine: Machine },
): Promise<void> {
  const browser = await openBrowser({
    site: { domain: shop.domain, address: shop.address, httpPort: 80, httpsPort: 443 },
    trust: [shop.ca],
    context: { viewport: { width: 1280, height: 900 } },
  });
  try {
    const page = await browser.context.newPage();
    // As it is typed: the shop brings her to HTTPS.
    await page.goto(`http://www.${shop.domain}/`);
    report.find('http://www. leads to', page.url(), page.url() === `https://${shop.domain}/`);
    const shopper = { page, origin: `https://${shop.domain}`, locale: 'ko' as const };
    await addToCart(shopper, goods.slugs[0] ?? '');
    await checkOut(shopper, { method: 'bank', email: 'first@example.com' });
    const number = /EA-[0-9A-Z]{10}/.exec(page.url())?.[0] ?? 'none';
    const [status = 'not there'] = await query(machine, `select status from orders where number = '${number}'`);
    report.find('the first order', `${number}, ${status}`, status === 'pending');
  } finally {
    await browser.close();
  }
}
