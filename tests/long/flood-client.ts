/** The flood, in a thread of its own: one recorded ClientHello, sent again and again with another name in it. */
import { randomBytes } from 'node:crypto';
import net from 'node:net';
import tls from 'node:tls';

const LABEL = 24;
const PLACEHOLDER = `${'x'.repeat(LABEL)}.example`;

async function recordClientHello(): Promise<Buffer> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  const socket = tls.connect({ port, host: '127.0.0.1', servername: PLACEHOLDER });
  socket.on('error', () => undefined);
  const hello = await new Promise<Buffer>((resolve) => {
    server.once('connection', (peer) => peer.once('data', (data) => resolve(Buffer.from(data))));
  });
  socket.destroy();
  server.close();
  return hello;
}

function sendOne(port: number, from: string, hello: Buffer): Promise<'ended' | 'answered'> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1', localAddress: from });
    let answered = false;
    socket.once('connect', () => socket.write(hello));
    // A ServerHello, a record of type 22, would mean that somebody made room for the name.
    socket.once('data', (data: Buffer) => (answered = data[0] === 22));
    socket.once('error', () => undefined);
    socket.once('close', () => resolve(answered ? 'answered' : 'ended'));
  });
}

interface FloodOptions {
  readonly port: number;
  readonly names: number;
  readonly atOnce: number;
  readonly onProgress?: (sent: number) => void;
}

/** @returns how many handshakes were answered; none should be */
export async function floodWithNames({ port, names, atOnce, onProgress }: FloodOptions): Promise<number> {
  const template = await recordClientHello();
  const at = template.indexOf(PLACEHOLDER);
  if (at === -1) throw new Error('the ClientHello does not carry the name');
  let sent = 0;
  let answered = 0;
  async function worker(number: number): Promise<void> {
    // As many addresses as workers, so that it isn't the cap of one address that is tested.
    const from = `127.0.1.${number + 1}`;
    while (sent < names) {
      sent += 1;
      const hello = Buffer.from(template);
      hello.write(randomBytes(LABEL / 2).toString('hex'), at, 'latin1');
      if ((await sendOne(port, from, hello)) === 'answered') answered += 1;
      if (sent % 1_000 === 0) onProgress?.(sent);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, (_, i) => worker(i)));
  return answered;
}
