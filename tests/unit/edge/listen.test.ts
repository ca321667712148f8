import net from 'node:net';
import pino from 'pino';
import { listen } from '../../../server/edge/listen';
import { ListenError } from '../../../server/process/listen';

const silent = pino({ level: 'silent' });
const close = (server: net.Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

function serverWithout(host: string, code: string): net.Server {
  const server = net.createServer();
  const original = server.listen.bind(server);
  server.listen = ((options: net.ListenOptions) => {
    if (options.host !== host) return original(options);
    setImmediate(() => server.emit('error', Object.assign(new Error(`listen ${code}`), { code })));
    return server;
  }) as typeof server.listen;
  return server;
}

test.each(['EAFNOSUPPORT', 'EADDRNOTAVAIL'])(
  'without IPv6 (%s) a port is opened for IPv4, and that is said',
  async (code) => {
    const server = serverWithout('::', code);
    const lines: string[] = [];
    const logger = pino({}, { write: (line: string) => void lines.push(line) });
    const port = await listen(server, { port: 0, address: null, variable: 'HTTP_PORT', logger });
    expect(server.address()).toMatchObject({ address: '0.0.0.0', port });
    expect(lines.join()).toContain('no IPv6');
    await close(server);
  },
);

test.each(['127.0.0.1', '::1'])('at the address %s a port is opened there and nowhere else', async (address) => {
  const server = net.createServer();
  const port = await listen(server, { port: 0, address, variable: 'HTTP_PORT', logger: silent });
  expect(server.address()).toMatchObject({ address, port });
  await close(server);
});

test('an address that is not of this machine is one sentence that names the variable', async () => {
  // Of the range that documents may use, and no machine.
  const elsewhere = { port: 0, address: '192.0.2.1', variable: 'HTTPS_PORT', logger: silent } as const;
  const attempt = listen(net.createServer(), elsewhere);
  await expect(attempt).rejects.toThrow(ListenError);
  await expect(attempt).rejects.toThrow('EDGE_ADDRESS 192.0.2.1 is not an address of this machine.');
});

test('a port that the user may not open says what is missing', async () => {
  const attempt = listen(serverWithout('::', 'EACCES'), {
    port: 80,
    address: null,
    variable: 'HTTP_PORT',
    logger: silent,
  });
  await expect(attempt).rejects.toThrow(/HTTP_PORT 80 is not allowed.*CAP_NET_BIND_SERVICE/);
});
