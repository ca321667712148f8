/** The machine's Postgres. It refuses to run as root, as which everything here seems to run: so it is somebody else. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { findPostgresBinaries } from '../../../server/postgres/binaries';
import { exec, type Command, type Machine } from './namespaces';
import { POSTGRES_PORT } from './places';
import { createProgram, type Program } from './programs';

export interface Postgres {
  readonly program: Program;
  /** As the machine's processes ask for it. */
  readonly url: string;
  /** The same, past the machine's network: for the world's hand that makes faults. */
  readonly socketUrl: string;
  /** Started anew with settings besides. */
  readonly withSettings: (settings: Readonly<Record<string, string>>) => Promise<void>;
  readonly query: (statement: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
}

const NAME = 'essence_aura';
const USER = 'essence';
const PASSWORD = 'laboratory';
/** Debian's `daemon`: whom it runs as has to have a name. */
const SOMEBODY: Command = ['unshare', '--user', '--map-user=1', '--map-group=1', '--'];

export async function startPostgres(machine: Machine, directory: string, logDirectory: string): Promise<Postgres> {
  const binaries = await findPostgresBinaries();
  const data = path.join(directory, 'data');
  const passwordFile = path.join(directory, 'password');
  await mkdir(directory, { recursive: true });
  await writeFile(passwordFile, PASSWORD);
  const made = [`--pgdata=${data}`, `--username=${USER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  const spoken = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', '--no-sync'];
  await exec([...SOMEBODY, binaries.initdb, ...made, ...spoken]);

  const settings = (added: Readonly<Record<string, string>>): string[] =>
    Object.entries({
      listen_addresses: '127.0.0.1',
      port: String(POSTGRES_PORT),
      unix_socket_directories: directory,
      fsync: 'off',
      synchronous_commit: 'off',
      max_connections: '60',
      ...added,
    }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const binary = path.join(binaries.directory, 'bin', 'postgres');
  const urlOf = (name: string): string =>
    `postgres://${USER}:${PASSWORD}@localhost/${name}?host=${encodeURIComponent(directory)}&port=${POSTGRES_PORT}`;

  async function ask(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  const programWith = (added: Readonly<Record<string, string>>): Program =>
    createProgram({
      name: 'postgres',
      command: machine.inside([...SOMEBODY, binary, '-D', data, ...settings(added)]),
      logDirectory,
      isReady: async () => (await ask(urlOf('postgres'), 'select 1')).length === 1,
    });

  let program = programWith({});
  await program.start();
  await ask(urlOf('postgres'), `create database ${NAME}`);
  return {
    get program() {
      return program;
    },
    url: `postgres://${USER}:${PASSWORD}@127.0.0.1:${POSTGRES_PORT}/${NAME}`,
    socketUrl: urlOf(NAME),
    async withSettings(added) {
      await program.stop('SIGINT');
      program = programWith(added);
      await program.start();
    },
    query: (statement) => ask(urlOf(NAME), statement),
  };
}
