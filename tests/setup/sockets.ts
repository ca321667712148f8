/** Listeners and connections that this process holds open. */
import { setTimeout as sleep } from 'node:timers/promises';

const KINDS = { TCPServerWrap: 'listener', TCPSocketWrap: 'connection' } as const;
type Kind = keyof typeof KINDS;

type OpenSockets = Readonly<Record<Kind, number>>;

export function openSockets(): OpenSockets {
  const open = { TCPServerWrap: 0, TCPSocketWrap: 0 };
  for (const name of process.getActiveResourcesInfo()) {
    if (name in open) open[name as Kind] += 1;
  }
  return open;
}

/** What is open beyond that, once the sockets that are closing have had time to. Empty if nothing is. */
export async function socketsBeyond(before: OpenSockets, patienceMs = 3_000): Promise<string[]> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const now = openSockets();
    const left = (Object.keys(KINDS) as Kind[]).filter((kind) => now[kind] > before[kind]);
    if (left.length === 0 || Date.now() > until) {
      return left.map((kind) => `${now[kind] - before[kind]} TCP ${KINDS[kind]}(s)`);
    }
    await sleep(20);
  }
}

/** What stays open when whatever is closing has had time to. */
export async function quietSockets(patienceMs = 1_000): Promise<OpenSockets> {
  await socketsBeyond({ TCPServerWrap: 0, TCPSocketWrap: 0 }, patienceMs);
  return openSockets();
}
