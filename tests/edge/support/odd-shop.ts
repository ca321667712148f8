import net from 'node:net';
import { listenOnLoopback } from './edge';
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
  function take(socket: net.Socket, path: string): void {
    if (path !== '/internal/purges') return say(socket, answer(path));
    socket.write(PURGES);
    const timer = setInterval(() => socket.write(ALIVE), 500);
    socket.once('close', () => clearInterval(timer));
  }

  const server = net.createServer({ noDelay: true }, (socket) => {
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
  });
  return { port: await listenOnLoopback(server) };
}
