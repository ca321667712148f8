/** The second half of `activate`: migrations, canary, switch, gate. */
import path from 'node:path';
import { readEnvironment } from '../config/env';
import { findRoot } from '../config/paths';
import { createLogger } from '../process/logger';
import { createSteps } from '../process/steps';
import { activate, describeOutcome, exitCodeOf } from '../release/activation';
import { installationOf } from '../release/installation';
import { surviveHangUp } from '../release/survive-hang-up';
import { createTakeover } from '../release/takeover';
import { runProcess } from './run-process';

runProcess(async () => {
  surviveHangUp();
  const directory = findRoot();
  const id = path.basename(directory);
  const environment = readEnvironment();
  const installation = installationOf(directory);
  const steps = createSteps(process.stdout, new AbortController().signal);
  const previous = await installation.proven();
  const logger = createLogger({ level: 'error', process: 'deploy' });
  const actions = await createTakeover({ environment, installation, id, migrates: true, logger });
  const outcome = await activate({ id, previous }, actions, steps);
  steps.note(describeOutcome(id, outcome));
  process.exitCode = exitCodeOf(outcome);
});
