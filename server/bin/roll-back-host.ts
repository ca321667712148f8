/** `npm run rollback [-- user@host | -- --stack NAME] [--to ID]`: has the host go back to the release before. */
import { findRoot } from '../config/paths';
import { createSteps } from '../process/steps';
import { rollBack } from '../release/delivery';
import { runProgram } from '../release/run-program';
import { parseArguments, transportTo } from '../release/target';
import { runProcess } from './run-process';

runProcess(async () => {
  const asked = parseArguments(process.argv.slice(2));
  const steps = createSteps(process.stdout, new AbortController().signal);
  const transport = await transportTo(asked, runProgram, findRoot());
  steps.note(`  ${transport.target}`);
  await rollBack(asked.to, transport, steps);
});
