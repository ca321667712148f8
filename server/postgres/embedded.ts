/**
 * A Postgres for development and tests, on 127.0.0.1 alone. `pg_ctl` starts it in a session of its own, so that Ctrl-C
 * doesn't reach it; one that outlived its supervisor (`kill -9`) is stopped before the next start.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from '../process/free-port';
import { isAlive } from '../process/is-alive';
import { exists, readOrNull } from '../process/read-file';
import { findPostgresBinaries, type PostgresBinaries } from './binaries';
import { postgresUser, type RunAs } from './system-user';

const run = promisify(execFile);

export interface EmbeddedPostgres {
  readonly databaseUrl: string;
  isRunning(): Promise<boolean>;
  /** After it has died: at the same address. */
  restart(): Promise<void>;
  /** Fast shutdown: open connections are ended, everything committed is kept. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Holds `postgres/` (the cluster), its password and its log. */
  readonly dataDir: string;
  readonly databaseName: string;
  /** Tests lose their data on purpose: false makes them faster. */
  readonly durable: boolean;
}

interface Cluster {
  readonly directory: string;
  readonly logFile: string;
  readonly passwordFile: string;
  readonly binaries: PostgresBinaries;
  readonly runAs: RunAs;
}

export const SUPERUSER = 'essence';

/** @throws Error with one sentence that names what is wrong with the data directory or the start */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const binaries = await findPostgresBinaries();
  await mkdir(options.dataDir, { recursive: true, mode: 0o755 });
  const cluster: Cluster = {
    directory: path.join(options.dataDir, 'postgres'),
    logFile: path.join(options.dataDir, 'postgres.log'),
    passwordFile: path.join(options.dataDir, 'postgres-password'),
    binaries,
    runAs: await postgresUser([options.dataDir, binaries.directory]),
  };
  await ((await exists(cluster.directory)) ? checkVersion(cluster) : initialise(cluster));
  await stopLeftover(cluster);
  // Postgres can't choose one itself.
  const [port = 0] = await freePorts(1);
  const restart = () => start(cluster, port, options.durable);
  await restart();
  const password = (await readFile(cluster.passwordFile, 'utf8')).trim();
  const databaseUrl = (name: string) => `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${name}`;
  const stop = () => pgCtl(cluster, ['stop', '-m', 'fast', '-w', '-t', '30']);
  try {
    await ensureDatabase(databaseUrl('postgres'), options.databaseName);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    databaseUrl: databaseUrl(options.databaseName),
    isRunning: () => isRunning(cluster),
    restart,
    stop,
  };
}

async function checkVersion({ directory, binaries }: Cluster): Promise<void> {
  const version = await readOrNull(path.join(directory, 'PG_VERSION'));
  if (version === null) {
    throw new Error(`${directory} is no Postgres data directory (PG_VERSION is missing): move it away or restore it`);
  }
  if (version.trim() !== binaries.major) {
    throw new Error(
      `${directory} was made by Postgres ${version.trim()}, this release runs ${binaries.major}: dump and restore it`,
    );
  }
}

/** Made beside its place and renamed into it, so an interrupted first start leaves nothing half-made. */
async function initialise({ directory, passwordFile, binaries, runAs }: Cluster): Promise<void> {
  const unfinished = `${directory}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  if (runAs.user) {
    await chown(unfinished, runAs.user.uid, runAs.user.gid);
    await chown(passwordFile, runAs.user.uid, runAs.user.gid);
  }
  const { command, args } = runAs.wrap(binaries.initdb, [
    `--pgdata=${unfinished}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    '--no-instructions',
  ]);
  await run(command, [...args], { cwd: '/' }).catch((error: unknown) => {
    throw new Error(`Postgres could not make its data directory ${directory}: ${lastLine(error)}`);
  });
  await rename(unfinished, directory);
}

/** A killed server leaves its file behind, with the number of a process that is gone. */
async function isRunning({ directory }: Cluster): Promise<boolean> {
  const pid = Number.parseInt((await readOrNull(path.join(directory, 'postmaster.pid'))) ?? '', 10);
  return Number.isInteger(pid) && isAlive(pid);
}

async function stopLeftover(cluster: Cluster): Promise<void> {
  if (!(await exists(path.join(cluster.directory, 'postmaster.pid')))) return;
  await pgCtl(cluster, ['stop', '-m', 'fast', '-w', '-t', '30']).catch(() => {
    // Nobody runs: the file is what a killed server left, and Postgres clears it at its next start.
  });
}

async function start(cluster: Cluster, port: number, durable: boolean): Promise<void> {
  await rm(cluster.logFile, { force: true });
  await writeFile(cluster.logFile, '', { mode: 0o600 });
  if (cluster.runAs.user) await chown(cluster.logFile, cluster.runAs.user.uid, cluster.runAs.user.gid);
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value === '' ? "''" : value}`);
  await pgCtl(cluster, ['start', '-w', '-t', '60', '-l', cluster.logFile, '-o', flags.join(' ')]).catch(
    async (error: unknown) => {
      throw new Error(`Postgres did not start in ${cluster.directory}: ${await reasonFromLog(cluster, error)}`);
    },
  );
}

async function reasonFromLog({ logFile }: Cluster, error: unknown): Promise<string> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  const fatal = log.split('\n').findLast((line) => /\b(FATAL|PANIC):/.test(line));
  return fatal ? fatal.replace(/^.*?(FATAL|PANIC): +/, '') : lastLine(error);
}

async function pgCtl({ binaries, directory, runAs }: Cluster, command: readonly string[]): Promise<void> {
  const wrapped = runAs.wrap(binaries.pgCtl, ['-D', directory, '-s', ...command]);
  // The server inherits pg_ctl's streams: piped ones would keep this promise waiting for as long as it runs.
  await new Promise<void>((resolve, reject) => {
    const child = execFile(wrapped.command, [...wrapped.args], { cwd: '/' }, () => undefined);
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`pg_ctl ${command[0] ?? ''} failed`))));
  });
}

async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const { Client } = await import('pg');
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

function lastLine(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  return text.trim().split('\n').at(-1) ?? 'no reason was given';
}
