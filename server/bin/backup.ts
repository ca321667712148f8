/** `npm run backup [-- user@host | -- --stack NAME]`: has the host back up now. */
import { BACKUP_COMMAND, hostOf } from '../backups/host';
import { findRoot } from '../config/paths';
import { runProgram } from '../release/run-program';
import { parseArguments } from '../release/target';
import { runProcess } from './run-process';

runProcess(async () => {
  const asked = parseArguments(process.argv.slice(2));
  const host = await hostOf({ asked, run: runProgram, root: findRoot(), isRoot: process.getuid?.() === 0 });
  await host.run([BACKUP_COMMAND], (line) => console.log(line));
});
