/**
 * On a host: `node current/dist/server/bin/rollback.js [ID]`. Back to the release before, or the one named, with canary
 * and gate as in a deploy. The database stays as it is: migrations only widen.
 */
import { readEnvironment } from '../config/env';
import { findRoot } from '../config/paths';
import { acquireLock } from '../process/lock-file';
import { createLogger } from '../process/logger';
import { createSteps } from '../process/steps';
import { activate, describeOutcome, exitCodeOf } from '../release/activation';
import { isReleaseId } from '../release/id';
import { installationOf, type Installation } from '../release/installation';
import { releaseBefore } from '../release/prune';
import { surviveHangUp } from '../release/survive-hang-up';
import { createTakeover } from '../release/takeover';
import { runProcess } from './run-process';

async function targetOf(
  installation: Installation,
  current: string | null,
  asked: string | undefined,
): Promise<string> {
  const installed = await installation.list();
  const known = installed.map(({ id, wentLiveAt }) => `  ${id}${wentLiveAt ? '' : ' (never went live)'}`).join('\n');
  if (asked !== undefined) {
    if (asked === current) throw new Error(`${asked} is the release that runs`);
    if (isReleaseId(asked) && installed.some(({ id }) => id === asked)) return asked;
    throw new Error(`there is no release ${asked} here. There are:\n${known}`);
  }
  const before = current === null ? null : releaseBefore(installed, current);
  if (before === null) throw new Error(`there is no release before ${current ?? 'the first'}. There are:\n${known}`);
  return before;
}

runProcess(async () => {
  surviveHangUp();
  const environment = readEnvironment();
  const installation = installationOf(findRoot());
  const lock = await acquireLock(installation.lockFile, { doing: 'a roll-back' });
  try {
    const previous = await installation.current();
    const id = await targetOf(installation, previous, process.argv[2]);
    const steps = createSteps(process.stdout, new AbortController().signal);
    const logger = createLogger({ level: 'error', process: 'deploy' });
    const actions = await createTakeover({ environment, installation, id, migrates: false, logger });
    // Nothing is removed on the way back: the release that was left may be wanted again.
    const keepAll = { ...actions, prune: () => Promise.resolve('every release kept') };
    const outcome = await activate({ id, previous }, keepAll, steps);
    steps.note(describeOutcome(id, outcome));
    process.exitCode = exitCodeOf(outcome);
  } finally {
    await lock.release();
  }
});
