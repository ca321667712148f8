/** A shop of bytes: what it says to a path is given by the test, and no server looks it over before it is sent. */
import net, { type AddressInfo } from 'node:net';
import { closeLater } from './edge';
import type { OddAnswer } from './odd-answers';

const PURGES =
  'HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\nf\r\n{"ready":true}\n\r\n';
const ALIVE = 'f\r\n{"alive":true}\n\r\n';

function say(socket: net.Socket, { pieces, ending }: OddAnswer, at = 0): void {
  if (socket.destroyed) return;
  const piece = pieces[at];
  if (piece) {
    socket.write(piece);
    setImmediate(() => say(socket, { pieces, ending }, at + 1));
  } else if (ending === 'end') socket.end();
  else if (ending === 'reset') socket.resetAndDestroy();
}

/** @param answer to the path of a request; the purge stream is answered here */
export async function startOddShop(answer: (path: string) => OddAnswer): Promise<{ readonly port: number }> {
  const sockets = new Set<net.Socket>();
  const timers = new Set<NodeJS.Timeout>();

  function take(socket: net.Socket, path: string): void {
    if (path !== '/internal/purges') return say(socket, answer(path));
    socket.write(PURGES);
    const timer = setInterval(() => socket.write(ALIVE), 500);
    timers.add(timer);
    socket.once('close', () => clearInterval(timer));
  }

  const server = net.createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    let asked = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      asked += chunk.toString('latin1');
      // No request here has a body.
      for (let end = asked.indexOf('\r\n\r\n'); end !== -1; end = asked.indexOf('\r\n\r\n')) {
        const [, path = ''] = asked.split(' ', 2);
        asked = asked.slice(end + 4);
        take(socket, path);
      }
    });
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeLater(async () => {
    for (const timer of timers) clearInterval(timer);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port };
}
