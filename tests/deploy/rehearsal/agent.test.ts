/** The agent's own script, with the curl of this computer, which is told where the stand-ins listen. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCloud, type Cloud } from '../../../deploy/rehearsal/aws/cloud';
import { createAccessKeys } from '../../../deploy/rehearsal/aws/credentials';
import { createMetadata } from '../../../deploy/rehearsal/aws/metadata';
import { readPolicies } from '../../../deploy/rehearsal/aws/policy';
import { ProgramError } from '../../../server/release/run-program';
import { createSsmCommands, type Invocation } from '../../../server/release/ssm-commands';
import { REGION } from './sign';

const AGENT = path.resolve(__dirname, '..', '..', '..', 'deploy', 'rehearsal', 'agent', 'amazon-ssm-agent');
const keys = createAccessKeys();
/** Others every half second, each good for a second: what keeps one is refused. */
const role = keys.createRole({ owner: 'shop', lifetimeMs: 2_000, aheadMs: 1_500 });
const policy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['ssm:UpdateInstanceInformation', 'ec2messages:*'], Resource: '*' }],
};
const facts = {
  instanceId: 'i-0123456789abcdef0',
  instanceType: 't4g.small',
  region: REGION,
  accountId: '1',
  hostname: 'shop',
  address: '127.0.0.1',
  userData: '',
};
const metadata = http.createServer(createMetadata({ facts: () => facts, role }));
let cloud: Cloud;
let directory: string;
let agent: ChildProcess;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'agent-'));
  cloud = await startCloud({
    address: '127.0.0.1',
    port: 0,
    region: REGION,
    accountId: '1',
    keys,
    policies: { shop: readPolicies([JSON.stringify(policy)]) },
    buckets: new Set(),
    objects: new Map(),
    parameters: new Map(),
    instances: () => [],
  });
  await new Promise<void>((resolve) => metadata.listen(0, '127.0.0.1', resolve));
  const metadataPort = (metadata.address() as AddressInfo).port;
  const ca = path.join(directory, 'ca.pem');
  await writeFile(ca, cloud.caPem);
  const there = `--connect-to 169.254.169.254:80:127.0.0.1:${metadataPort} --connect-to :443:127.0.0.1:${cloud.port}`;
  const curl = `#!/bin/sh\nexec /usr/bin/curl ${there} --cacert ${ca} "$@"\n`;
  await writeFile(path.join(directory, 'curl'), curl, { mode: 0o755 });
  agent = spawn('bash', [AGENT], {
    env: { PATH: `${directory}:/usr/bin:/bin`, TMPDIR: directory },
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });
  while (!cloud.runCommand.registered.has(facts.instanceId)) await sleep(50);
});

afterAll(async () => {
  if (agent.pid !== undefined) process.kill(-agent.pid, 'SIGKILL');
  metadata.close();
  metadata.closeAllConnections();
  await cloud.stop();
  await rm(directory, { recursive: true, force: true });
});

/** Asks as the AWS CLI does, without its way there. */
const execute = createSsmCommands({
  instanceId: facts.instanceId,
  pollMs: 50,
  async aws([, operation = '', ...words]) {
    const options = Object.fromEntries(
      words.flatMap((word, at) => (at % 2 === 0 ? [[word, words[at + 1] ?? '']] : [])),
    );
    const question =
      operation === 'send-command'
        ? {
            DocumentName: options['--document-name'],
            InstanceIds: [options['--instance-ids']],
            Parameters: JSON.parse(options['--parameters'] ?? '') as unknown,
            TimeoutSeconds: Number(options['--timeout-seconds']),
          }
        : { CommandId: options['--command-id'], InstanceId: options['--instance-id'] };
    const operations = cloud.runCommand.ssm;
    const name = operation === 'send-command' ? 'SendCommand' : 'GetCommandInvocation';
    try {
      const answer = await operations[name]?.({
        request: { method: 'POST', headers: {} },
        url: new URL('https://ssm/'),
        content: Buffer.from(JSON.stringify(question)),
        authorize: () => undefined,
      });
      return String(answer?.body);
    } catch (error) {
      throw new ProgramError('aws', 254, (error as { code?: string }).code ?? String(error));
    }
  },
});

const run = (script: string): Promise<Invocation> => execute(['bash', '-c', script]);

test('it carries out what it is sent, and tells what was said and how it ended', async () => {
  expect(await run('echo "한국어 $((20 + 3))"; echo warned >&2; exit 7')).toMatchObject({
    Status: 'Failed',
    ResponseCode: 7,
    StandardOutputContent: '한국어 23\n',
    StandardErrorContent: 'warned\n',
  });
  expect(await run('true')).toMatchObject({ Status: 'Success', ResponseCode: 0 });
});

test('it does several things at once, and tells no more of one than is shown', async () => {
  const [slow, quick, long] = await Promise.all([
    run(`until [ -e ${directory}/go ]; do sleep 0.05; done; echo slow`),
    run(`touch ${directory}/go; echo quick`),
    run('head --bytes=100000 /dev/zero | tr "\\0" x'),
  ]);
  expect([slow.StandardOutputContent, quick.StandardOutputContent]).toEqual(['slow\n', 'quick\n']);
  expect(long.StandardOutputContent).toBe('x'.repeat(24_000));
});

test('it signs each request with credentials of now, and none was refused', async () => {
  await sleep(2_500);
  expect(await run('true')).toMatchObject({ Status: 'Success' });
  const used = new Set(cloud.asked.map(({ keyId }) => keyId));
  expect(used.size).toBeGreaterThan(1);
  expect(cloud.asked.filter(({ refused }) => refused !== null)).toEqual([]);
});
