/** Who listens here, as the kernel lists it (/proc/net/tcp, proc(5)): no other program is needed, and no privilege. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import type { Listener } from '../../health/facts/network-inside';
import { argumentsOf, pids } from './own-processes';

const LISTENING = '0A';

interface Socket {
  readonly address: string;
  readonly port: number;
  readonly inode: string;
}

/** @param table text of /proc/net/tcp or tcp6 */
export function parseSockets(table: string): Socket[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      const [address = '', port = ''] = local.split(':');
      return state === LISTENING ? [{ address: addressOf(address), port: Number.parseInt(port, 16), inode }] : [];
    });
}

/** The kernel writes words of 32 bits in the order of this machine's bytes; those that Node runs on are little-endian. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => [...Buffer.from(word, 'hex')].reverse());
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.every((byte) => byte === 0)) return '::';
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (isMapped) return `::ffff:${bytes.slice(12).join('.')}`;
  const words = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0));
  const full = words.map((word) => word.toString(16)).join(':');
  return full === '0:0:0:0:0:0:0:1' ? '::1' : full;
}

/** @param named of these ports it is told who holds them, where this user may know */
export async function readListeners(named: readonly number[]): Promise<readonly Listener[]> {
  const tables = await Promise.all([
    readFile('/proc/net/tcp', 'utf8'),
    readFile('/proc/net/tcp6', 'utf8').catch(() => ''),
  ]);
  const sockets = tables.flatMap(parseSockets);
  const wanted = new Set(sockets.filter(({ port }) => named.includes(port)).map(({ inode }) => inode));
  const programs = await programsOf(wanted);
  return sockets.map(({ address, port, inode }) => ({ address, port, program: programs.get(inode) ?? null }));
}

async function programsOf(inodes: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const programs = new Map<string, string>();
  if (inodes.size === 0) return programs;
  await Promise.all(
    (await pids()).map(async (pid) => {
      const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
      for (const file of files) {
        const target = await readlink(`/proc/${pid}/fd/${file}`).catch(() => '');
        const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
        if (inode === undefined || !inodes.has(inode)) continue;
        programs.set(inode, (await argumentsOf(pid)).slice(0, 4).join(' '));
      }
    }),
  );
  return programs;
}
