/**
 * Postgres refuses to run as root: then it runs as the user `postgres`, made where it is missing, with the one
 * capability (CAP_DAC_READ_SEARCH) that lets it enter a checkout below /root.
 */
import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

export interface RunAs {
  /** null: we are not root, everything runs as ourselves. */
  readonly user: SystemUser | null;
  wrap(command: string, args: readonly string[]): { readonly command: string; readonly args: readonly string[] };
}

const asOurselves: RunAs = { user: null, wrap: (command, args) => ({ command, args }) };

export async function postgresUser(paths: readonly string[]): Promise<RunAs> {
  if (process.getuid?.() !== 0) return asOurselves;
  const user = (await lookUp('postgres')) ?? (await create('postgres'));
  const identity = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const reachable = await canReach(identity, paths);
  const capability = reachable ? [] : ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];
  return {
    user,
    wrap: (command, args) => ({ command: 'setpriv', args: [...identity, ...capability, '--', command, ...args] }),
  };
}

async function lookUp(name: string): Promise<SystemUser | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

async function create(name: string): Promise<SystemUser> {
  await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name]);
  const user = await lookUp(name);
  if (!user) throw new Error(`the system user ${name}, which Postgres has to run as, could not be made`);
  return user;
}

async function canReach(identity: readonly string[], paths: readonly string[]): Promise<boolean> {
  await Promise.all(paths.map((path) => access(path, constants.F_OK)));
  const checks = paths.map((path) => run('setpriv', [...identity, '--', 'test', '-x', path]));
  return (await Promise.allSettled(checks)).every((check) => check.status === 'fulfilled');
}
