/** `npm run recover [-- --stack NAME] [--blank-volume]`: the machine is lost. Shows what it will do, asks, and makes another. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readOperatorEnvironment } from '../config/env';
import { findRoot } from '../config/paths';
import { systemClock } from '../process/clock';
import { confirmByTyping } from '../process/confirm';
import { isReady } from '../release/readiness';
import { recover } from '../release/recovery';
import { runProgram, type RunProgram } from '../release/run-program';
import { parseArguments, UsageError } from '../release/target';
import { runProcess } from './run-process';

const STACK = 'production';
const BLANK_VOLUME = '--blank-volume';

let changing = false;
const run: RunProgram = (program, ...called) => {
  changing = program === 'pulumi';
  return runProgram(program, ...called).finally(() => (changing = false));
};
// Pulumi hears it, too, and ends what it has begun: to leave before it would lose what it says.
process.on('SIGINT', () => {
  if (!changing) process.exit(130);
});

runProcess(async () => {
  const args = process.argv.slice(2);
  const { host, stack } = parseArguments(args.filter((word) => word !== BLANK_VOLUME));
  if (host !== null) throw new UsageError('recover makes a machine of a stack: npm run recover -- --stack production');
  await recover({
    run,
    root: findRoot(),
    stack: stack ?? STACK,
    blankVolume: args.includes(BLANK_VOLUME),
    environment: readOperatorEnvironment(),
    tell: (line) => console.log(line),
    confirm: () => confirmByTyping('recover'),
    askReady: isReady,
    sleep: (ms) => sleep(ms),
    now: () => systemClock.now(),
  });
});
