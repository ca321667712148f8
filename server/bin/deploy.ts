/** `npm run deploy [-- user@host | -- --stack NAME]`: packs the build, takes it to the host and has it activated. */
import { findRoot, projectPaths } from '../config/paths';
import { readMigrations } from '../db/migrate';
import { createSteps } from '../process/steps';
import { packArtefact } from '../release/artefact';
import { deliver } from '../release/delivery';
import { refuseNarrowing } from '../release/migration-check';
import { runProgram } from '../release/run-program';
import { parseArguments, transportTo } from '../release/target';
import { runProcess } from './run-process';

runProcess(async () => {
  const asked = parseArguments(process.argv.slice(2));
  const root = findRoot();
  const steps = createSteps(process.stdout, new AbortController().signal);
  const migrations = await readMigrations(projectPaths(root).migrations);
  await steps.run(
    'migrations',
    () => Promise.resolve(refuseNarrowing(migrations)),
    () => `${migrations.length}, they only widen`,
  );
  const transport = await steps.run(
    'host',
    () => transportTo(asked, runProgram, root),
    ({ target }) => target,
  );
  const artefact = await steps.run(
    'pack',
    () => packArtefact(runProgram, root, new Date()),
    ({ id, sha256 }) => `${id}, sha256 ${sha256.slice(0, 12)}…`,
  );
  await deliver(artefact, transport, steps);
});
