/** The operator's AWS CLI, the real one: Debian 13's, with her own key, from this computer. */
import path from 'node:path';
import { openAwsCli } from '../../server/release/aws-cli';
import { findRunningMachine } from '../../server/release/machine';
import { runProgram, type RunProgram } from '../../server/release/run-program';
import { createSsmTransport } from '../../server/release/ssm-transport';
import { type Transport } from '../../server/release/transport';
import { MACHINES, SCRIPT } from './nspawn-machine';
import { type Report } from './report';
import { type Account } from './surroundings';
import { waitFor } from './waits';

interface Desk {
  readonly account: Account;
  /** The rehearsal's, in the repository. */
  readonly directory: string;
  readonly machine: string;
}

const AGENT_SECONDS = 60;

/** The road that `npm run deploy` takes without a name: the machine is looked for by its tags, and does what it is told. */
export async function findByTags(report: Report, what: string, desk: Desk): Promise<Transport> {
  const { account } = desk;
  const aws = await openAwsCli(withOperatorsAws(runProgram, desk));
  const { instanceId, region, bucket } = await findRunningMachine(aws, {
    stack: 'production',
    regions: [account.region],
  });
  const { registered } = account.cloud.runCommand;
  await waitFor({ what: `the agent of ${instanceId} to report`, seconds: AGENT_SECONDS }, () =>
    Promise.resolve(registered.has(instanceId) ? true : null),
  );
  const transport = createSsmTransport({ aws, instanceId, region, bucket });
  const heard: string[] = [];
  await transport.run(['hostname'], (line) => heard.push(line));
  report.find(what, `${instanceId}, which says that it is ${heard.join()}`, heard[0] === 'shop');
  return transport;
}

/** Runs `aws` so, and everything else as it is. */
function withOperatorsAws(run: RunProgram, { account, directory, machine }: Desk): RunProgram {
  const { operator, region } = account;
  const env = {
    ...process.env,
    MACHINES,
    AWS_ACCESS_KEY_ID: operator.id,
    AWS_SECRET_ACCESS_KEY: operator.secret,
    AWS_DEFAULT_REGION: region,
    AWS_CA_BUNDLE: '/etc/ssl/certs/ca-certificates.crt',
    AWS_PAGER: '',
  };
  return (program, args, options) =>
    program === 'aws'
      ? run(path.join(directory, SCRIPT), ['aws', machine, ...args], { ...options, env })
      : run(program, args, options);
}
