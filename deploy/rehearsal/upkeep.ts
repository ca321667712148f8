/** What an operator does with a machine that runs: the set-up again, the first link into the desk, the weekly proof. */
import { type Machine } from './machine';
import { query } from './on-the-machine';
import { type Report } from './report';
import { rehearseVariables } from './variables';

const PART = /^\d\d-/;

export async function rehearseUpkeep(report: Report, machine: Machine, domain: string): Promise<void> {
  const said = await machine.runOrThrow('essence-aura-setup', { what: 'the set-up to run once more', seconds: 180 });
  const parts = said.split('\n').filter((line) => PART.test(line));
  const changed = parts.filter((line) => !line.includes(': as it was ('));
  const isIdle = parts.length > 0 && changed.length === 0;
  report.find('the set-up, run again', isIdle ? `${parts.length} parts, each as it was` : changed.join('; '), isIdle);

  const link = await machine.runOrThrow(`essence-aura-run npm run --silent owner -- owner@${domain}`, {
    what: 'a link into the desk',
    seconds: 60,
  });
  report.find('a link into the desk', 'as docs/launch.md has it', link.includes(`https://app.${domain}/admin/set-up/`));

  await rehearseVariables(report, machine);
  await rehearseVerification(report, machine);
}

export async function rehearseVerification(report: Report, machine: Machine): Promise<void> {
  const unlike = await verify(machine, '');
  report.find('backups, restored beside the shop and compared', unlike ?? 'every table equal', unlike === null);
  await rehearseDamage(report, machine);
  await rehearseDifference(report, machine);
}

/** The largest file of the newest full backup, all of which the backups after it lean on; its middle third, to zeros. */
const DAMAGE = `
  full=$(ls -d /var/lib/pgbackrest/backup/essence-aura/*F | tail -n 1)
  file=$(find "$full" -type f -printf '%s %p\\n' | sort -n | tail -n 1 | cut -d ' ' -f 2-)
  third=$(($(stat --format=%s "$file") / 3))
  cp --archive "$file" /root/undamaged
  echo "$file" >/root/damaged
  head -c "$third" /dev/zero | dd of="$file" oflag=seek_bytes seek="$third" conv=notrunc status=none`;
const MEND = 'cat /root/undamaged >"$(cat /root/damaged)" && rm /root/undamaged /root/damaged';

async function rehearseDamage(report: Report, machine: Machine): Promise<void> {
  await machine.runOrThrow(DAMAGE, { what: 'a backup to be damaged', seconds: 60 });
  const said = await verify(machine, '1');
  await machine.runOrThrow(MEND, { what: 'the backup to be mended', seconds: 60 });
  const mended = await verify(machine, '1');
  report.find(
    'a damaged backup: found, named at the desk, and forgotten when it is mended',
    said ?? 'nobody noticed',
    said !== null && /^repository 1 does not restore/.test(said) && mended === null,
  );
}

/** What Postgres writes past its log, as a fault of it or of the disk would, no backup can give back. */
async function rehearseDifference(report: Report, machine: Machine): Promise<void> {
  const call = (logged: boolean): string =>
    `update pg_class set relpersistence = '${logged ? 'p' : 'u'}' where oid = 'past_the_log'::regclass;`;
  await query(machine, 'create unlogged table past_the_log as select generate_series(1, 3) as number');
  await query(machine, call(true));
  const said = await verify(machine, '');
  await query(machine, `${call(false)} drop table past_the_log`);
  const mended = await verify(machine, '');
  report.find(
    'a backup that gives back something else: found, and the table named at the desk',
    said ?? 'nobody noticed',
    said !== null && said.includes('something else: public.past_the_log has 0 rows instead of 3') && mended === null,
  );
}

/** @returns what the desk is told; null when all is well, for the command and for the desk */
async function verify(machine: Machine, repository: string): Promise<string | null> {
  const patience = { what: 'the backups to be restored and compared', seconds: 300 };
  const { code } = await machine.run(`essence-aura-verify ${repository}`, patience);
  const reason = await machine.runOrThrow(
    "jq --raw-output '.problems.verify // empty' /var/lib/essence-aura/backups/status.json",
    {
      what: 'what the desk is told',
      seconds: 20,
    },
  );
  if ((code === 0) !== (reason.trim() === ''))
    throw new Error(`it ended with ${code}, and the desk is told "${reason}"`);
  return reason.trim() || null;
}
