/** `npm run restore -- --to "2026-11-20 13:00" [user@host | --stack NAME] [--yes]`, in the host's time zone. */
import { hostOf, restoreCommand } from '../backups/host';
import { findRoot } from '../config/paths';
import { confirmByTyping } from '../process/confirm';
import { runProgram } from '../release/run-program';
import { parseArguments } from '../release/target';
import { runProcess } from './run-process';

const YES = '--yes';

runProcess(async () => {
  const args = process.argv.slice(2);
  const asked = parseArguments(args.filter((word) => word !== YES));
  const command = restoreCommand(asked);
  const host = await hostOf({ asked, run: runProgram, root: findRoot(), isRoot: process.getuid?.() === 0 });
  if (!args.includes(YES)) {
    console.log(`The database on ${host.target} goes back to ${asked.to ?? ''}.`);
    console.log('Orders, payments and customers since then leave the shop. Its data directory of now is kept there.');
    await confirmByTyping('restore');
  }
  await host.run(command, (line) => console.log(line));
});
