/** The plug is pulled while people order; the machine restarts; the database goes back to a moment. */
import { setTimeout as sleep } from 'node:timers/promises';
import { placeOrder, type Shop } from './customer';
import { waitForHttps } from './launch';
import { type Machine } from './machine';
import { orderNumbers, query, type Goods } from './on-the-machine';
import { type Report } from './report';
import { waitFor } from './waits';

export interface Ground {
  readonly machine: Machine;
  readonly shop: Shop;
  readonly goods: Goods;
}

const BUYERS = 8;
const ORDERS_BEFORE_THE_CUT = 25;
const ORDERING_SECONDS = 120;
const REOPEN_SECONDS = 180;

export async function rehearsePowerOff(report: Report, { machine, shop, goods }: Ground): Promise<void> {
  const told: string[] = [];
  const refused: string[] = [];
  const cut = new AbortController();
  const isOver = (): boolean => cut.signal.aborted;
  const buyers = Array.from({ length: BUYERS }, async (_, buyer) => {
    for (let order = 0; !isOver(); order++) {
      const from = machine.customers[(buyer + order * BUYERS) % machine.customers.length] ?? machine.outside;
      try {
        told.push(
          await placeOrder(shop, { from, variantId: goods.variantId, email: `buyer-${buyer}-${order}@example.com` }),
        );
      } catch (error) {
        if (!isOver()) refused.push(error instanceof Error ? error.message : String(error));
        await sleep(100);
      }
    }
  });
  try {
    await waitFor(
      { what: `${ORDERS_BEFORE_THE_CUT} orders to be acknowledged`, seconds: ORDERING_SECONDS, everyMs: 20 },
      () => {
        if (told.length >= ORDERS_BEFORE_THE_CUT) return Promise.resolve(true);
        throw new Error(`${told.length} so far; ${refused.at(-1) ?? 'none was refused'}`);
      },
    );
    await machine.powerOff();
  } finally {
    cut.abort();
    await Promise.all(buyers);
  }
  const offAtMs = Date.now();
  await machine.start();
  const openAtMs = await waitForHttps(machine, shop, REOPEN_SECONDS);
  const kept = new Set(await orderNumbers(machine));
  const lost = told.filter((number) => !kept.has(number));
  report.find(
    'power off during checkouts: orders acknowledged and lost',
    `${lost.length} of ${told.length}`,
    lost.length === 0,
  );
  report.find('power on → shop open', `${((openAtMs - offAtMs) / 1_000).toFixed(1)} s, without a hand`);
}

export async function rehearseReboot(report: Report, { machine, shop }: Ground): Promise<void> {
  const startedAtMs = Date.now();
  await machine.reboot();
  const openAtMs = await waitForHttps(machine, shop, REOPEN_SECONDS);
  report.find('reboot → shop open', `${((openAtMs - startedAtMs) / 1_000).toFixed(1)} s, without a hand`, true);
}

export async function rehearseRestore(report: Report, { machine, shop, goods }: Ground): Promise<void> {
  const order = async (count: number, name: string): Promise<void> => {
    for (let i = 0; i < count; i++) {
      const from = machine.customers[i] ?? machine.outside;
      await placeOrder(shop, { from, variantId: goods.variantId, email: `${name}-${i}@example.com` });
    }
  };
  const backupSeconds = await timed(() =>
    machine.runOrThrow('essence-aura-backup', { what: 'a backup to be made', seconds: 300 }),
  );
  report.find('a backup, into this machine and the bucket', `${backupSeconds.toFixed(1)} s`);
  await order(5, 'before');
  const wanted = await orderNumbers(machine);
  await sleep(1_500);
  const [moment = ''] = await query(
    machine,
    `select to_char(now() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC'`,
  );
  await sleep(1_500);
  await order(3, 'after');
  const all = await orderNumbers(machine);
  const restoreSeconds = await timed(() =>
    machine.runOrThrow(`essence-aura-restore --to '${moment}' --yes`, {
      what: `the database to be as it was at ${moment}`,
      seconds: 300,
      onLine: report.note,
    }),
  );
  await waitForHttps(machine, shop, REOPEN_SECONDS);
  const found = await orderNumbers(machine);
  const same = found.length === wanted.length && found.every((number, i) => number === wanted[i]);
  report.find(
    'restore to a moment: exactly the orders before it',
    `${found.length} found, ${wanted.length} before it, ${all.length} before the restore, ${restoreSeconds.toFixed(1)} s`,
    same && all.length === wanted.length + 3,
  );
  await order(1, 'afterwards');
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return (performance.now() - startedAtMs) / 1_000;
}
