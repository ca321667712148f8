/** A machine is lost, and then its data volume too: what docs/runbook.md says for that day, done. */
import { ask } from './customer';
import { REOPEN_SECONDS, type Ground } from './disasters';
import { waitForHttps } from './launch';
import { isSame, orderNumbers, query } from './on-the-machine';
import { type Report } from './report';
import { waitFor } from './waits';

const LOST_SECONDS = 600;

export async function rehearseLostMachine(report: Report, { machine, shop }: Ground): Promise<void> {
  const before = await orderNumbers(machine);
  await machine.powerOff();
  await machine.renew('kept');
  const startedAtMs = Date.now();
  await machine.start();
  const openAtMs = await waitForHttps(machine, shop, LOST_SECONDS);
  const found = await orderNumbers(machine);
  report.find(
    'a new machine with the data volume of a lost one: open, with every order',
    `${((openAtMs - startedAtMs) / 1_000).toFixed(1)} s, packages included; ${found.length} orders, ${before.length} before`,
    isSame(found, before),
  );
}

/** The bucket has all, and nothing opens before somebody has said so. */
export async function rehearseLostVolume(report: Report, { machine, shop }: Ground): Promise<void> {
  const before = await orderNumbers(machine);
  const [segment = ''] = await query(machine, 'select pg_walfile_name(pg_switch_wal())');
  await waitFor({ what: 'the log to be in the bucket', seconds: 300 }, async () => {
    const [archived = ''] = await query(machine, 'select last_archived_wal from pg_stat_archiver');
    return archived >= segment ? true : null;
  });
  await machine.powerOff();
  await machine.renew('blank');
  await machine.start();
  await waitFor(
    { what: 'the new machine to find the backups of another database', seconds: LOST_SECONDS },
    async () => {
      const { code } = await machine.run('test -e /etc/essence-aura/awaiting-restore', { what: 'a look', seconds: 20 });
      return code === 0 ? true : null;
    },
  );
  await machine.runOrThrow('cloud-init status --wait', { what: 'the first boot to be over', seconds: 300 });
  const opened = await ask(shop, { path: '/', timeoutMs: 3_000 }).catch(() => null);
  const startedAtMs = Date.now();
  await machine.runOrThrow('essence-aura-restore --latest --yes', {
    what: 'the database to come back from the bucket',
    seconds: 300,
    onLine: report.note,
  });
  const openAtMs = await waitForHttps(machine, shop, REOPEN_SECONDS);
  const found = await orderNumbers(machine);
  report.find(
    'a new machine with nothing but the bucket: closed until the restore, then open with every order',
    `${((openAtMs - startedAtMs) / 1_000).toFixed(1)} s; ${found.length} orders, ${before.length} before`,
    opened === null && isSame(found, before),
  );
}
