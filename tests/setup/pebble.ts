/**
 * Debian's `pebble`, Let's Encrypt's ACME server for tests, and `pebble-challtestsrv` as its DNS: both on free ports of
 * loopback, with all they need in a temporary directory.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { issueAuthority, issueServerCertificate } from '../../server/certificates/issue';
import { freePorts } from './ports';

export interface Pebble {
  readonly directoryUrl: string;
  /** PEM file of the root that signed the directory's own HTTPS certificate: for ACME_CA_FILE. Not the issuing root. */
  readonly caFile: string;
  /** The root of the certificates it issues; made anew at every start. */
  rootPem(): Promise<string>;
  /** What it has printed so far: how many orders there were, and, for a test that failed, why. */
  output(): Promise<string>;
  /** Where every name is said to be from now on; 127.0.0.1 at first. Over IPv6, nowhere. */
  setAddress(ipv4: string): Promise<void>;
  /** Ends the CA, in the middle of whatever it does; its names are still answered. */
  kill(): Promise<void>;
  /** Starts it again at the same address. It has forgotten every account, order and certificate, and has a new root. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface PebbleOptions {
  /** The port on which it looks for http-01 answers, instead of 80. */
  readonly httpPort: number;
  /** Where the directory listens, 127.0.0.1 unless a machine elsewhere has to reach it. */
  readonly address?: string;
  /** Which server, with a port, it asks for names; its own DNS unless told otherwise. */
  readonly dnsServer?: string;
  /** Its knobs, such as `PEBBLE_WFE_NONCEREJECT: '50'`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Its settings beyond addresses and keys, such as `domainBlocklist` or `certificateValidityPeriod` (seconds). */
  readonly config?: Readonly<Record<string, unknown>>;
}

const START_TIMEOUT_MS = 15_000;
const HOUR_MS = 60 * 60 * 1000;

function get(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = https.get(url, { ca, timeout: 2_000, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve(text));
      response.once('error', reject);
    });
    request.once('error', reject);
  });
}

function post(url: string, body: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'POST', timeout: 2_000, agent: false }, (response) => {
      response.resume();
      response.once('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`${url}: refused`))));
    });
    request.once('error', reject);
    request.end(JSON.stringify(body));
  });
}

function run(command: string, args: readonly string[], log: string, env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = createWriteStream(log, { flags: 'a' });
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  child.once('close', () => output.end());
  // A spawn that fails ends the wait below through `pid`.
  child.once('error', () => output.end());
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await closed;
}

async function writeServerCertificate(directory: string, address: string): Promise<string> {
  const validity = { notBefore: new Date(Date.now() - HOUR_MS), notAfter: new Date(Date.now() + 24 * HOUR_MS) };
  const permitted = ['localhost', '127.0.0.0/8', `${address}/32`];
  const authority = await issueAuthority({ ...validity, commonName: 'Pebble directory CA', permitted });
  const server = await issueServerCertificate({
    ...validity,
    names: [...new Set(['localhost', '127.0.0.1', address])],
    authority,
  });
  await writeFile(path.join(directory, 'ca.pem'), authority.chain);
  await writeFile(path.join(directory, 'key.pem'), server.key);
  await writeFile(path.join(directory, 'cert.pem'), server.chain);
  return authority.chain;
}

async function waitFor(url: string, ca: string, children: readonly ChildProcess[], log: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const dead = children.find((child) => child.pid === undefined || child.exitCode !== null);
    if (dead || Date.now() > deadline) {
      throw new Error(`pebble did not start:\n${await readFile(log, 'utf8').catch(() => '(no output)')}`);
    }
    try {
      await get(url, ca);
      return;
    } catch {
      await sleep(50);
    }
  }
}

export async function startPebble(options: PebbleOptions): Promise<Pebble> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'pebble-'));
  const log = path.join(directory, 'output.log');
  const [acmePort, managementPort, dnsPort, dnsManagementPort] = await freePorts(4);
  const { address = '127.0.0.1' } = options;
  const ca = await writeServerCertificate(directory, address);
  const config = {
    pebble: {
      listenAddress: `${address}:${acmePort}`,
      managementListenAddress: `127.0.0.1:${managementPort}`,
      certificate: path.join(directory, 'cert.pem'),
      privateKey: path.join(directory, 'key.pem'),
      httpPort: options.httpPort,
      tlsPort: 1,
      ...options.config,
    },
  };
  const configFile = path.join(directory, 'pebble.json');
  await writeFile(configFile, JSON.stringify(config));

  const names = ['-dns01', `127.0.0.1:${dnsPort}`, '-management', `127.0.0.1:${dnsManagementPort}`];
  const unused = ['-http01', '', '-https01', '', '-tlsalpn01', ''];
  // Without its pauses between validations; with its habit of refusing one nonce in twenty.
  const env = { PATH: process.env['PATH'], PEBBLE_VA_NOSLEEP: '1', ...options.env };
  const { dnsServer = `127.0.0.1:${dnsPort}` } = options;
  const runCa = (): ChildProcess =>
    run('pebble', ['-config', configFile, '-dnsserver', dnsServer, '-strict'], log, env);
  const resolver = run(
    'pebble-challtestsrv',
    [...names, '-defaultIPv4', '127.0.0.1', '-defaultIPv6', '', ...unused],
    log,
    env,
  );
  let children = [resolver, runCa()];
  const killAll = (): void => {
    for (const child of children) child.kill('SIGKILL');
  };
  process.once('exit', killAll);
  const stop = async (): Promise<void> => {
    process.removeListener('exit', killAll);
    await Promise.all(children.map(end));
    await rm(directory, { recursive: true, force: true });
  };

  const directoryUrl = `https://${address}:${acmePort}/dir`;
  try {
    await waitFor(directoryUrl, ca, children, log);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    directoryUrl,
    caFile: path.join(directory, 'ca.pem'),
    rootPem: () => get(`https://127.0.0.1:${managementPort}/roots/0`, ca),
    output: () => readFile(log, 'utf8'),
    setAddress: (ipv4) => post(`http://127.0.0.1:${dnsManagementPort}/set-default-ipv4`, { ip: ipv4 }),
    kill: () => end(children[1]!),
    async restart() {
      await end(children[1]!);
      children = [resolver, runCa()];
      await waitFor(directoryUrl, ca, children, log);
    },
    stop,
  };
}
