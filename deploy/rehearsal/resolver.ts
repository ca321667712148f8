/** A resolver as a CA or a cloud's network has one (Debian's `unbound`): it asks a zone's own servers, and others for the rest. */
import { spawn } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { errorCode } from '../../server/process/error-code';
import { tail, waitFor } from './waits';

export interface ResolverOptions {
  readonly address: string;
  /** Who may ask, in CIDR notation. */
  readonly network: string;
  readonly zone: string;
  readonly servers: readonly string[];
  /** Who is asked for all other names. */
  readonly others: readonly string[];
}

export interface RunningResolver {
  stop(): Promise<void>;
}

const START_SECONDS = 15;

/** It remembers nothing, so that each question reaches a server: which of them is its own choice, as it is a CA's. */
const settings = (directory: string, { address, network, zone, servers, others }: ResolverOptions): string => `server:
  directory: "${directory}"
  chroot: ""
  username: ""
  pidfile: ""
  use-syslog: no
  interface: ${address}
  access-control: ${network} allow
  do-not-query-localhost: no
  module-config: "iterator"
  # Nobody's, by RFC 6761: unbound would say that there is no such name.
  local-zone: "test." nodefault
  cache-max-ttl: 0
  cache-max-negative-ttl: 0
remote-control:
  control-enable: no
stub-zone:
  name: "${zone}"
${servers.map((server) => `  stub-addr: ${server}`).join('\n')}
forward-zone:
  name: "."
${others.map((server) => `  forward-addr: ${server}`).join('\n')}
`;

export async function startResolver(options: ResolverOptions): Promise<RunningResolver> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'unbound-'));
  const file = path.join(directory, 'unbound.conf');
  await writeFile(file, settings(directory, options));
  const child = spawn('unbound', ['-d', '-p', '-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = tail(said + text)));
  const closed = new Promise<void>((resolve) => {
    child.once('close', resolve);
    child.once('error', (error) => {
      said += error.message;
      resolve();
    });
  });
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  async function stop(): Promise<void> {
    process.removeListener('exit', kill);
    kill();
    await closed;
    await rm(directory, { recursive: true, force: true });
  }
  try {
    await Promise.race([untilServed(options), closed.then(() => Promise.reject(new Error(`unbound ended: ${said}`)))]);
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function untilServed({ address, zone }: ResolverOptions): Promise<void> {
  const resolver = new Resolver({ timeout: 1_000, tries: 1 });
  resolver.setServers([address]);
  await waitFor({ what: `unbound to answer for ${zone}`, seconds: START_SECONDS }, async () => {
    try {
      return (await resolver.resolveNs(zone)).length > 0 ? true : null;
    } catch (error) {
      throw new Error(`${zone}: ${errorCode(error)}`, { cause: error });
    }
  });
}
