/**
 * What one shopper waits for: she walks through an order on a connection of her own, over HTTP/1.1 and over HTTP/2
 * through the edge, and directly from the worker. Nobody else is there, so that what shows is waiting, not computing.
 */
import { cpus, loadavg } from 'node:os';
import { startSite, type Site } from '../tests/setup/site';
import { median } from './load';
import {
  connectHttp1,
  connectHttp2,
  connectWorker,
  type Connect,
  type Page,
  type Question,
} from './one-client-connect';
import { writeDown } from './write-down';

const DOMAIN = 'essence-aura.localhost';
const ROUNDS = 20;
const MOST = 2;

const WAYS = { worker: connectWorker, 'HTTP/1.1': connectHttp1, 'HTTP/2': connectHttp2 } as const satisfies Record<
  string,
  Connect
>;
type Way = keyof typeof WAYS;

/** Page, way and what it took, one a round. */
type Times = Map<string, Record<Way, number[]>>;

const TYPED = {
  recipient: '김하늘',
  phone: '010-1234-5678',
  postcode: '03045',
  address_line1: '서울특별시 종로구 세종로 1',
  payment_method: 'test',
};

function hiddenFields(html: string): Record<string, string> {
  const inputs = html.matchAll(/<input type="hidden" name="([a-z_]+)" value="([^"]*)">/g);
  return Object.fromEntries(Array.from(inputs, ([, name = '', value = '']) => [name, value]));
}

/** From the first page to the order's own. @param note is told of every page */
async function walk(
  ask: (question: Question) => Promise<Page>,
  facts: { readonly variantId: number; readonly email: string },
  note: (name: string, ms: number) => void,
): Promise<void> {
  let cookie = '';
  async function open(name: string, path: string, form?: Readonly<Record<string, string>>): Promise<Page> {
    const page = await ask({ path, cookie, form: form ? new URLSearchParams(form).toString() : null });
    if (page.status !== (form || name === 'return' ? 303 : 200)) throw new Error(`${path} answered ${page.status}`);
    cookie = page.cookie ?? cookie;
    note(name, page.ms);
    return page;
  }

  await open('home', '/');
  await open('product', '/perfumes/after-rain');
  await open('add to cart', '/cart/items', { variant_id: String(facts.variantId), quantity: '1' });
  await open('cart', '/cart');
  const form = await open('checkout', '/checkout');
  const placed = await open('order', '/checkout', { ...hiddenFields(form.body), ...TYPED, email: facts.email });
  await open('provider', placed.location);
  const paid = await open('pay', placed.location, { card_number: '4242 4242 4242 4242', action: 'pay' });
  const returned = await open('return', paid.location);
  await open('order page', returned.location);
}

async function measure(site: Site): Promise<Times> {
  const { pool } = site.database;
  await pool.query('update variants set stock = 1000000');
  const { rows } = await pool.query<{ id: number }>(
    `select v.id from variants v join perfumes p on p.id = v.perfume_id where p.slug = 'after-rain' order by v.id limit 1`,
  );
  const variantId = rows[0]?.id;
  if (variantId === undefined) throw new Error('the demo catalogue has no after-rain');
  const times: Times = new Map();
  // Round 0 warms everything up and counts for nothing.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [i, way] of (Object.keys(WAYS) as Way[]).entries()) {
      // An address a walk: how many orders one may place is another matter.
      const number = round * 3 + i;
      const client = await WAYS[way](site, `127.0.5.${number + 1}`);
      await walk(client.ask, { variantId, email: `shopper${number}@example.com` }, (name, ms) => {
        const of = times.get(name) ?? { worker: [], 'HTTP/1.1': [], 'HTTP/2': [] };
        if (round > 0) of[way].push(ms);
        times.set(name, of);
      });
      client.close();
    }
  }
  return times;
}

function table(times: Times): string[] {
  const lines = [
    '| page | worker ms | HTTP/1.1 ms | HTTP/2 ms | HTTP/1.1 ÷ worker | HTTP/1.1 ÷ HTTP/2 | bar |',
    '|---|---:|---:|---:|---:|---:|---|',
  ];
  for (const [name, of] of times) {
    const [worker, http1, http2] = [median(of.worker), median(of['HTTP/1.1']), median(of['HTTP/2'])];
    const cells = [worker, http1, http2].map((ms) => ms.toFixed(1));
    const verdict = http1 <= MOST * http2 ? 'held' : 'missed';
    lines.push(
      `| ${name} | ${cells.join(' | ')} | ${(http1 / worker).toFixed(2)} | ${(http1 / http2).toFixed(2)} | ${MOST}: ${verdict} |`,
    );
  }
  return lines;
}

export async function oneClient(): Promise<void> {
  console.log(`\none-client: an order from the first page to the last, ${ROUNDS} alternating rounds, medians\n`);
  const loadBefore = loadavg()[0] ?? 0;
  const site = await startSite({ domain: DOMAIN, env: { NODE_ENV: 'production', PAYMENTS: 'test' } });
  try {
    const date = new Date().toISOString().slice(0, 10);
    const lines = [
      ...table(await measure(site)),
      '',
      `${date}, ${cpus().length} shared cores, ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, load ${loadBefore.toFixed(1)} before the run.`,
    ];
    console.log(lines.join('\n'));
    writeDown('one-client', lines);
  } finally {
    await site.stop();
  }
}
