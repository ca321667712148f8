// pm2's command starts a daemon where it finds none; on a host that one would fight over the ports with systemd's, which
// is back within a minute. So the command is called only where a daemon answers.
import { createConnection } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** systemd waits for up to a minute before it starts one again (essence-aura.service). */
const DEADLINE_MS = 75_000;
const POLL_MS = 200;

/** @throws Error when none answers */
export async function waitForDaemon(pm2Home: string, deadlineMs: number = DEADLINE_MS): Promise<void> {
  const socket = path.join(pm2Home, 'rpc.sock');
  const deadline = performance.now() + deadlineMs;
  while (!(await answers(socket))) {
    if (performance.now() > deadline) {
      throw new Error(`pm2's daemon does not answer at ${socket}. On a host: systemctl status essence-aura`);
    }
    await sleep(POLL_MS);
  }
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection(socket);
    connection.once('connect', () => {
      connection.destroy();
      resolve(true);
    });
    connection.once('error', () => resolve(false));
  });
}
