import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/**
 * Below the range from which the kernel takes ports for outgoing connections and for `listen(0)`: what is free here
 * stays free until it is used, but for another test that draws the same number out of some twelve thousand.
 */
const FIRST = 20_000;
const AFTER_LAST = 32_000;

/** Ports that are free on every address now, all different: held open together before they are let go. */
export async function freePorts(count: number): Promise<number[]> {
  const servers: Server[] = [];
  const ports: number[] = [];
  while (ports.length < count) {
    const port = randomInt(FIRST, AFTER_LAST);
    const server = await tryToListen(port);
    if (!server) continue;
    servers.push(server);
    ports.push(port);
  }
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}

function tryToListen(port: number): Promise<Server | null> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(null));
    server.listen(port, () => resolve(server));
  });
}
