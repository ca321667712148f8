/** What Postgres tells those who keep pages, as one of them hears it. */
import { Client } from 'pg';
import { lend } from '../../setup/lend';
import type { TestShop } from '../../setup/shop';

export async function hearPurges(databaseUrl: string) {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const heard: string[] = [];
  let wake = (): void => undefined;
  client.on('notification', ({ payload = '' }) => {
    heard.push(payload);
    wake();
  });
  await client.query('listen purges');
  let markers = 0;

  /** Messages come in the order of the commits: once this one is here, all that were committed before are. */
  async function mark(): Promise<number> {
    const marker = `["marker-${(markers += 1)}"]`;
    await client.query('select pg_notify($1, $2)', ['purges', marker]);
    while (!heard.includes(marker)) await new Promise<void>((resolve) => (wake = resolve));
    return heard.indexOf(marker);
  }

  async function messagesDuring(work: () => Promise<unknown>): Promise<string[][]> {
    const from = await mark();
    await work();
    const told = heard.slice(from, await mark());
    return told.filter((payload) => !payload.includes('marker-')).map((payload) => JSON.parse(payload) as string[]);
  }

  return {
    messagesDuring,
    /** The groups that were told because of the work, each once. */
    during: async (work: () => Promise<unknown>) => [...new Set((await messagesDuring(work)).flat())].sort(),
    close: () => client.end(),
  };
}

export const withNotifications = (shop: TestShop) =>
  lend({ on: shop, open: () => hearPurges(shop.database.url), close: (heard) => heard.close() });
