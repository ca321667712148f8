/** How long the desk's lists take with 50,000 perfumes and 100,000 orders: from one shop worker, without the edge. */
import { startSite } from '../tests/setup/site';
import { fillShop, ORDERS, PERFUMES } from './desk-data';
import { visitDesk, type DeskVisitor } from './desk-visitor';

const DOMAIN = 'essence-aura.localhost';
const REQUESTS = 300;
const AT_ONCE = 2;
const WARMING = 20;
const BAR_MS = 100;

const PAGES: readonly string[] = [
  '/admin',
  '/admin/products',
  '/admin/products?q=rain',
  '/admin/products?q=%EB%B9%84%20%EC%98%A8%20%EB%92%A4%20512',
  '/admin/products?state=hidden&sort=name',
  '/admin/stock',
  '/admin/orders',
  '/admin/orders?tab=all',
  '/admin/orders?tab=ship',
  '/admin/orders?tab=all&q=%ED%95%9C%EC%84%9C%EC%A7%844321',
  '/admin/orders?tab=all&q=buyer4321@example.com',
  '/admin/orders?tab=all&q=4321',
  '/admin/orders?tab=all&q=010',
  '/admin/search?q=4321',
  '/admin/search?q=rain',
  '/admin/customers',
  '/admin/customers?q=buyer4321',
  '/admin/figures',
  '/admin/audit',
  '/admin/operations',
];

export async function desk(): Promise<void> {
  const site = await startSite({ domain: DOMAIN, env: { NODE_ENV: 'production' } });
  try {
    await fillShop(site.database.pool);
    const visitor = await visitDesk(site, AT_ONCE);
    console.log(
      `\ndesk: ${PERFUMES} perfumes, ${ORDERS} orders; ${REQUESTS} requests a page, ${AT_ONCE} at once, one shop worker\n`,
    );
    console.log(`| page | p50 ms | p99 ms | bar ${BAR_MS} ms |`);
    console.log('|---|---:|---:|---|');
    for (const page of PAGES) {
      const times = await measure(visitor, page);
      const p99 = at(times, 0.99);
      console.log(
        `| ${page} | ${at(times, 0.5).toFixed(1)} | ${p99.toFixed(1)} | ${p99 < BAR_MS ? 'held' : 'missed'} |`,
      );
    }
    visitor.leave();
  } finally {
    await site.stop();
  }
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;

async function measure(visitor: DeskVisitor, page: string): Promise<number[]> {
  const times: number[] = [];
  let left = REQUESTS + WARMING;
  async function client(): Promise<void> {
    while (left-- > 0) {
      const warming = left >= REQUESTS;
      const { status, ms } = await visitor.get(page);
      if (status !== 200) throw new Error(`${page} answered ${status}`);
      if (!warming) times.push(ms);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  return times.sort((a, b) => a - b);
}
