/** `npx pulumi upgrade-host [-- user@host | -- --stack NAME] [--back] [--yes]`: shows what would change, and asks. */
import { findRoot } from '../config/paths';
import { confirmByTyping } from '../process/confirm';
import { upgradeHost } from '../release/host-upgrade';
import { runProgram } from '../release/run-program';
import { parseArguments, transportTo } from '../release/target';
import { runProcess } from './run-process';

const FLAGS = ['--back', '--yes'];

runProcess(async () => {
  const args = process.argv.slice(2);
  const asked = parseArguments(args.filter((word) => !FLAGS.includes(word)));
  await upgradeHost({
    transport: await transportTo(asked, runProgram, findRoot()),
    back: args.includes('--back'),
    tell: (line) => console.log(line),
    confirm: () => (args.includes('--yes') ? Promise.resolve() : confirmByTyping('upgrade')),
  });
});
