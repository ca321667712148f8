/** `npm start`: the whole shop on one machine, until Ctrl-C. */
import { readEnvironment } from '../config/env';
import { createSteps } from '../process/steps';
import { messageOf } from '../process/thrown';
import { startEverything, type Undo } from '../supervisor/supervisor';
import { runProcess } from './run-process';

runProcess(async () => {
  const environment = readEnvironment();
  const stopRequest = new AbortController();
  const steps = createSteps(process.stdout, stopRequest.signal);
  const undo: Undo[] = [];

  const stop = (reason: string, exitCode = 0): void => {
    if (stopRequest.signal.aborted) return;
    stopRequest.abort();
    steps.note(`\n  ${reason}: stopping`);
    // A step under way is waited for: only then is it known what there is to stop.
    void starting
      .catch(() => undefined)
      .then(() => takeDown(undo))
      .then((clean) => {
        if (clean) steps.note('  Stopped. Nothing is left running.');
        process.exit(clean ? exitCode : 1);
      });
  };
  const starting = startEverything({ environment, steps, onGiveUp: (reason) => stop(reason, 1) }, undo);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal));

  try {
    await starting;
  } catch (error) {
    if (stopRequest.signal.aborted) return;
    await takeDown(undo);
    throw error;
  }
});

/** Every step runs, also after one that failed. */
async function takeDown(undo: readonly Undo[]): Promise<boolean> {
  let clean = true;
  for (const step of undo.toReversed()) {
    await step().catch((error: unknown) => {
      clean = false;
      process.stderr.write(`  ${messageOf(error)}\n`);
    });
  }
  return clean;
}
