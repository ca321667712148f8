/** `npm run refresh-host [-- user@host | -- --stack NAME]`: has the machine read its settings and secrets anew, now. */
import { findRoot } from '../config/paths';
import { refreshHost } from '../release/host-upgrade';
import { runProgram } from '../release/run-program';
import { parseArguments, transportTo } from '../release/target';
import { runProcess } from './run-process';

runProcess(async () => {
  const transport = await transportTo(parseArguments(process.argv.slice(2)), runProgram, findRoot());
  await refreshHost(transport, (line) => console.log(line));
});
