/** The plug is pulled while people order; the machine restarts; the database goes back to a moment. */
import { setTimeout as sleep } from 'node:timers/promises';
import { restoreCommand } from '../../server/backups/host';
import { messageOf } from '../../server/process/thrown';
import { placeOrder, type Shop } from './customer';
import { type Deploys } from './deploys';
import { waitForHttps } from './launch';
import { type Machine } from './machine';
import { isSame, orderNumbers, query, type Goods } from './on-the-machine';
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
export const REOPEN_SECONDS = 180;

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
        if (!isOver()) refused.push(messageOf(error));
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

/** pgBackRest alone gets the second restore wrong: its newest backup before the moment is of days that were undone. */
export async function rehearseRestore(
  report: Report,
  { machine, shop, goods, overSsm }: Ground & Pick<Deploys, 'overSsm'>,
): Promise<void> {
  const order = async (count: number, name: string): Promise<void> => {
    for (let i = 0; i < count; i++) {
      const from = machine.customers[i] ?? machine.outside;
      await placeOrder(shop, { from, variantId: goods.variantId, email: `${name}-${i}@example.com` });
    }
  };
  const restore = async (command: string, what: string): Promise<string> => {
    const said = await machine.runOrThrow(command, { what, seconds: 300, onLine: report.note });
    await waitForHttps(machine, shop, REOPEN_SECONDS);
    return said;
  };
  const backUp = (): Promise<unknown> =>
    machine.runOrThrow('essence-aura-backup', { what: 'a backup to be made', seconds: 300 });

  const backupSeconds = await timed(backUp);
  report.find('a backup, into this machine and the bucket', `${backupSeconds.toFixed(1)} s`);
  await order(5, 'before');
  const wanted = await orderNumbers(machine);
  const moment = await momentOf(machine);
  await order(3, 'after');
  await backUp();
  const all = await orderNumbers(machine);
  await withoutBackups(machine, async () => {
    // As `npm run restore` does: the others are typed on the machine.
    const restoreSeconds = await timed(async () => {
      await overSsm.run(restoreCommand({ to: moment }), report.note);
      await waitForHttps(machine, shop, REOPEN_SECONDS);
    });
    const found = await orderNumbers(machine);
    report.find(
      'restore to a moment, over Systems Manager: exactly the orders before it',
      `${found.length} found, ${wanted.length} before it, ${all.length} before the restore, ${restoreSeconds.toFixed(1)} s`,
      isSame(found, wanted) && all.length === wanted.length + 3,
    );

    await order(2, 'afterwards');
    const wantedNext = await orderNumbers(machine);
    const next = await momentOf(machine);
    await order(1, 'too-late');
    const allNext = await orderNumbers(machine);
    const said = await restore(`essence-aura-restore --to '${next}' --yes`, `the database to be as it was at ${next}`);
    const foundNext = await orderNumbers(machine);
    report.find(
      'restore after a restore: exactly the orders before it',
      `${foundNext.length} found, ${wantedNext.length} before it, ${allNext.length} before the restore`,
      isSame(foundNext, wantedNext) && allNext.length === wantedNext.length + 1,
    );

    const undo = /goes back to before it: (.*)/.exec(said)?.[1] ?? 'false';
    await restore(`${undo} --yes`, 'the restore to be undone');
    const back = await orderNumbers(machine);
    report.find(
      'a restore undone by the command it names: the orders of before',
      `${back.length} found, ${allNext.length} before`,
      isSame(back, allNext),
    );
  });
  await cutOffRestore(report, { machine, shop, goods }, moment);
}

/** A moment of which every order of before is before, and every one of after, after. */
async function momentOf(machine: Machine): Promise<string> {
  await sleep(1_500);
  const [moment = ''] = await query(
    machine,
    `select to_char(now() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC'`,
  );
  await sleep(1_500);
  return moment;
}

/** A restore has one made at once: the time between the two is what is looked at. */
async function withoutBackups(machine: Machine, work: () => Promise<void>): Promise<void> {
  const directory = '/run/systemd/system/essence-aura-backup.service.d';
  const condition = '[Unit]\nConditionPathExists=/rehearsal-has-no-such-file';
  const hold = `mkdir -p ${directory} && echo '${condition}' >${directory}/rehearsal.conf && systemctl daemon-reload`;
  const release = `rm -r ${directory} && systemctl daemon-reload && systemctl start essence-aura-backup`;
  await machine.runOrThrow(hold, { what: 'backups to be kept from starting', seconds: 30 });
  await work();
  await machine.runOrThrow(release, { what: 'a backup of the newest branch', seconds: 300 });
}

/** The plug is pulled while the data directory of before lies aside and that of the backup is half there. */
async function cutOffRestore(report: Report, { machine, shop }: Ground, moment: string): Promise<void> {
  const before = await orderNumbers(machine);
  const log = '/var/log/essence-aura-restore.log';
  const command = `: >${log} && systemd-run --quiet --collect essence-aura-restore --to '${moment}' --yes`;
  await machine.runOrThrow(command, { what: 'a restore to begin', seconds: 30 });
  const moved = `timeout 120 sh -c 'until grep -q "the data directory of now" ${log}; do sleep 0.05; done'`;
  await machine.runOrThrow(moved, { what: 'the data directory to be moved aside', seconds: 150 });
  await machine.powerOff();
  await machine.start();
  await waitForHttps(machine, shop, REOPEN_SECONDS);
  const found = await orderNumbers(machine);
  report.find(
    'power off during a restore: the shop as it was before it, without a hand',
    `${found.length} orders found, ${before.length} before`,
    isSame(found, before),
  );
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return (performance.now() - startedAtMs) / 1_000;
}
