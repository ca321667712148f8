/** `npm run pack`: the build as one file with its checksum, in artefacts/. */
import path from 'node:path';
import { findRoot } from '../config/paths';
import { packArtefact } from '../release/artefact';
import { runProgram } from '../release/run-program';
import { runProcess } from './run-process';

runProcess(async () => {
  const root = findRoot();
  const { file, sha256 } = await packArtefact(runProgram, root, new Date());
  console.log(`${sha256}  ${path.relative(root, file)}`);
});
