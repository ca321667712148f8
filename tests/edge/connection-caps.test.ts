/** How many connections one address, and all together, may hold. Loopback has many addresses, and none is exempt. */
import net from 'node:net';
import tls from 'node:tls';
import type { EdgeLimits } from '../../server/edge/policy';
import { secure } from './support/client';
import { closeLater, DOMAIN, sayOk, startEdgeAndShop, tlsTo, to, until, type RunningEdge } from './support/edge';
import { connectPlain, sayRaw, type RawConnection } from './support/raw';

async function start(limits: Partial<EdgeLimits>): Promise<RunningEdge> {
  return (await startEdgeAndShop(sayOk, { limits: { sweepMs: 50, ...limits } })).edge;
}

function visit(edge: RunningEdge, from: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = tls.connect(tlsTo(edge, { localAddress: from }));
    socket.once('secureConnect', () => socket.write(`GET / HTTP/1.1\r\nHost: ${DOMAIN}\r\n\r\n`));
    socket.once('data', (data: Buffer) => {
      socket.destroy();
      resolve(data.toString().startsWith('HTTP/1.1 200'));
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}

test('one address may hold so many on both ports together, and others don’t notice', async () => {
  const edge = await start({ connectionsPerAddress: 3 });
  const held = [
    await connectPlain(edge.httpsPort, '127.0.0.2'),
    await connectPlain(edge.httpsPort, '127.0.0.2'),
    await connectPlain(edge.httpPort, '127.0.0.2'),
  ];
  for (const port of [edge.httpsPort, edge.httpPort]) {
    const refused = await connectPlain(port, '127.0.0.2');
    // Before the handshake, and without a byte.
    expect(await refused.ended()).toBe('');
  }
  expect(await visit(edge, '127.0.0.2')).toBe(false);
  expect(await visit(edge, '127.0.0.3')).toBe(true);
  held[0]!.socket.destroy();
  await until(() => visit(edge, '127.0.0.2'));
  const refusals = (): Record<string, unknown>[] =>
    edge.log.filter((line) => line['failure'] === 'too-many-connections');
  await until(() => refusals().reduce((sum, line) => sum + Number(line['address']), 0) >= 3);
});

test('all together may hold so many', async () => {
  const edge = await start({ connections: 4 });
  for (let i = 0; i < 4; i += 1) await connectPlain(edge.httpsPort, `127.0.0.${i + 2}`);
  expect(await visit(edge, '127.0.0.9')).toBe(false);
});

test('what the operating system allows is a limit too', async () => {
  const { edge } = await startEdgeAndShop(sayOk, { openFiles: 520 });
  for (let i = 0; i < 16; i += 1) await connectPlain(edge.httpsPort, `127.0.0.${i + 2}`);
  expect(await visit(edge, '127.0.0.30')).toBe(false);
});

test('who connects and says nothing makes room for who does, and not the other way round', async () => {
  const edge = await start({ unprovenConnections: 5, chanceMs: 200 });
  const visitor = await sayRaw(edge, `GET / HTTP/1.1\r\nHost: ${DOMAIN}\r\n\r\n`);
  expect(await visitor.answered()).toContain('200 OK');
  const silent: RawConnection[] = [];
  for (let i = 0; i < 5; i += 1) silent.push(await connectPlain(edge.httpsPort, '127.0.0.2'));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(silent.some((one) => one.closed())).toBe(false);
  expect(await visit(edge, '127.0.0.3')).toBe(true);
  await until(() => silent.some((one) => one.closed()));
  expect(silent[0]!.closed()).toBe(true);
  expect(visitor.closed()).toBe(false);
});

test('a crowd that comes all at once is served: only who has had its chance makes room', async () => {
  const edge = await start({ unprovenConnections: 5, chanceMs: 60_000 });
  const visits = await Promise.all(Array.from({ length: 60 }, () => visit(edge, '127.0.0.2')));
  expect(visits.every(Boolean)).toBe(true);
});

test('both listeners answer over IPv6 and over IPv4', async () => {
  const edge = await start({});
  for (const host of ['127.0.0.1', '::1']) {
    for (const port of [edge.httpPort, edge.httpsPort]) {
      const socket = net.connect({ port, host });
      closeLater(() => socket.destroy());
      await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    }
  }
  expect((await secure(to(edge))).status).toBe(200);
});
