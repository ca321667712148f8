/** What an operator does with a machine that runs: the set-up again, the first link into the desk, the weekly proof. */
import { type Machine } from './machine';
import { type Report } from './report';

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

  await machine.runOrThrow('essence-aura-verify', { what: 'the backups to be restored and compared', seconds: 300 });
  report.find('backups, restored beside the shop and compared', 'every table equal', true);
}
