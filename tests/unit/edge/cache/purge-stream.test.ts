import http, { type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { createPurgeStream, type PurgeStream } from '../../../../server/edge/cache/purge-stream';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Serve = (response: ServerResponse, number: number) => void;

async function startShop(serve: Serve): Promise<number> {
  let number = 0;
  const server = http.createServer((request, response) => {
    if (request.url !== '/internal/purges') response.writeHead(404).end();
    else serve(response, (number += 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return (server.address() as AddressInfo).port;
}

function follow(shopPort: number): { readonly events: string[]; readonly stream: PurgeStream } {
  const events: string[] = [];
  const stream = createPurgeStream({
    shopPort,
    onReady: () => events.push('ready'),
    onPurge: (groups) => events.push(`purge ${groups.join(' ')}`),
    onLost: () => events.push('lost'),
    logger: pino({ level: 'silent' }),
  });
  stream.start();
  closing.push(() => stream.stop());
  return { events, stream };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('it hears that the shop is ready, and each purge, however the lines are cut', async () => {
  const port = await startShop((response) => {
    response.write('{"ready":true}\n{"purge":["product-1","cata');
    setTimeout(() => response.write('logue"]}\n{"alive":true}\n{"purge":["*"]}\n'), 20);
  });
  const { events } = follow(port);
  await until(() => events.length === 3);
  expect(events).toEqual(['ready', 'purge product-1 catalogue', 'purge *']);
});

test('it comes back when the shop ends it, and says each time that it was lost', async () => {
  const port = await startShop((response, number) => {
    response.write('{"ready":true}\n');
    if (number < 3) response.end();
  });
  const { events } = follow(port);
  await until(() => events.length === 5);
  expect(events).toEqual(['ready', 'lost', 'ready', 'lost', 'ready']);
});

test.each<[string, Serve]>([
  ['is cut off', (response) => void setTimeout(() => response.destroy(), 20)],
  ['says something else', (response) => void response.write('{"purge":"everything"}\n')],
  ['says nothing readable', (response) => void response.write('<html>\n')],
  ['falls silent', () => undefined],
])('it counts as lost when it %s', async (_what, serve) => {
  const port = await startShop((response, number) => {
    if (number > 1) return;
    response.write('{"ready":true}\n');
    serve(response, number);
  });
  const { events } = follow(port);
  await until(() => events.includes('lost'));
  expect(events).toEqual(['ready', 'lost']);
});

test('a shop that is not there, or has no stream now, is asked again', async () => {
  const port = await startShop((response, number) => {
    if (number < 3) response.writeHead(503).end('not now');
    else response.write('{"ready":true}\n');
  });
  const { events } = follow(port);
  await until(() => events.length > 0);
  expect(events).toEqual(['ready']);
});

test('it stops at once, connected or not', async () => {
  const port = await startShop((response) => void response.write('{"ready":true}\n'));
  const connected = follow(port);
  await until(() => connected.events.length === 1);
  await connected.stream.stop();
  expect(connected.events).toEqual(['ready']);
  await follow(1).stream.stop();
});
