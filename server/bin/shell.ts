/** `npm run shell [-- --stack NAME]`: a shell on the machine through Session Manager. No open port, no key. */
import { spawn } from 'node:child_process';
import { findRoot } from '../config/paths';
import { runProgram } from '../release/run-program';
import { machineOf, parseArguments, UsageError } from '../release/target';
import { runProcess } from './run-process';

runProcess(async () => {
  const asked = parseArguments(process.argv.slice(2));
  if (asked.host !== null) throw new UsageError(`to ${asked.host}: ssh ${asked.host}`);
  const { machine } = await machineOf(asked, runProgram, findRoot());
  const args = ['ssm', 'start-session', '--region', machine.region, '--target', machine.instanceId];
  // What is typed belongs to the shell there, Ctrl-C too.
  process.on('SIGINT', () => undefined);
  const session = spawn('aws', args, { stdio: 'inherit' });
  session.once('exit', (code) => (process.exitCode = code ?? 1));
});
