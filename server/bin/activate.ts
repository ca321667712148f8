/** On a host: `node releases/<id>/dist/server/bin/activate.js`. Runs on Node alone: installs, calls `go-live`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { findRoot } from '../config/paths';
import { acquireLock } from '../process/lock-file';
import { createSteps } from '../process/steps';
import { messageOf } from '../process/thrown';
import { installDependencies } from '../release/dependencies';
import { installationOf } from '../release/installation';
import { runProgram } from '../release/run-program';
import { surviveHangUp } from '../release/survive-hang-up';

const SYNC_TIMEOUT_MS = 2 * 60_000;

async function main(): Promise<void> {
  surviveHangUp();
  const directory = findRoot();
  const id = path.basename(directory);
  const installation = installationOf(directory);
  const steps = createSteps(process.stdout, new AbortController().signal);
  const lock = await acquireLock(installation.lockFile, { doing: `the deploy of ${id}` });
  try {
    const { tookOverFrom } = lock;
    if (tookOverFrom) {
      steps.note(`  ${tookOverFrom.doing} of ${tookOverFrom.since} was cut off: its lock is taken over`);
    }
    const previous = await installation.current();
    await steps.run(
      'packages',
      async () => {
        const before = previous === null ? null : installation.directoryOf(previous);
        const done = await installDependencies(runProgram, directory, before);
        // The link to it may reach the disk before it does: a power cut would leave a release of empty files.
        await runProgram('sync', [], { timeoutMs: SYNC_TIMEOUT_MS });
        return done;
      },
      (found) => found,
    );
    const child = spawn(process.execPath, ['--enable-source-maps', path.join(__dirname, 'go-live.js')], {
      cwd: directory,
      stdio: 'inherit',
    });
    const ended = once(child, 'exit');
    if (child.pid !== undefined) await lock.handOver(child.pid);
    const [exitCode, signal] = (await ended) as [number | null, NodeJS.Signals | null];
    if (exitCode === null) {
      // Nobody knows how far it was: not 1, which says that the release before serves.
      process.stderr.write(`${id} was cut off by ${String(signal)}. Look what serves, then deploy or roll back.\n`);
    }
    process.exitCode = exitCode ?? 2;
  } finally {
    await lock.release();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
});
