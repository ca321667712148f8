/** Requests that are sent on one HTTP/1.1 connection without waiting for answers. */
import { setTimeout as sleep } from 'node:timers/promises';
import { LIMITS } from '../../server/edge/policy';
import { DOMAIN, startEdgeAndShop, until } from './support/edge';
import { connectRaw, sayRaw } from './support/raw';

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: ${DOMAIN}\r\n\r\n`;

test('as many as may be are answered in order; one more ends the connection with 429, and reaches no shop', async () => {
  const waiting: (() => void)[] = [];
  const { edge, shop } = await startEdgeAndShop((request, response) => {
    waiting.push(() => response.end(`answer to ${request.url ?? ''}`));
  });
  const client = await sayRaw(edge, Array.from({ length: LIMITS.pipelined + 1 }, (_, i) => get(`/${i}`)).join(''));
  await until(() => waiting.length === LIMITS.pipelined);
  for (const answer of waiting) answer();
  const answers = await client.ended();
  expect(shop.seen.map(({ url }) => url)).toEqual(Array.from({ length: LIMITS.pipelined }, (_, i) => `/${i}`));
  expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual([
    ...Array.from({ length: LIMITS.pipelined }, () => 'HTTP/1.1 200'),
    'HTTP/1.1 429',
  ]);
  expect(answers).toMatch(/retry-after: 10/i);
});

test('nonsense that follows a request ends the connection, but not before that request has its answer', async () => {
  const waiting: (() => void)[] = [];
  const { edge, shop } = await startEdgeAndShop(
    (_request, response) => void waiting.push(() => response.end('the answer')),
  );
  const client = await sayRaw(edge, `${get('/')}no HTTP at all\r\n\r\n`);
  await until(() => waiting.length === 1);
  for (const answer of waiting) answer();
  expect(await client.ended()).toMatch(/^HTTP\/1\.1 200 [^]*the answer$/);
  expect(shop.seen.length).toBe(1);
});

test.each(['/healthz', '/quick'])('%s waits behind a slow answer for as long as that takes', async (next) => {
  const { edge } = await startEdgeAndShop(
    (request, response) => {
      setTimeout(() => response.end('the answer'), request.url === '/slow' ? 600 : 0);
    },
    { limits: { lingerMs: 100, graceMs: 100, stallMs: 100, halfClosedMs: 100, sweepMs: 20 } },
  );
  const client = await sayRaw(edge, get('/slow') + get(next).replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'));
  const answers = await client.ended();
  expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
  expect(await edge.requests('/slow')).toEqual([expect.objectContaining({ status: 200, failure: '-' })]);
});

test('a body that waits behind a slow answer to be invited has its time from then on', async () => {
  const { edge } = await startEdgeAndShop(
    (request, response) => {
      request.resume().once('end', () => {
        setTimeout(() => response.end('the answer'), request.url === '/slow' ? 600 : 0);
      });
    },
    { limits: { firstByteMs: 200, crowdedGraceMs: 200, sweepMs: 20 } },
  );
  const client = await connectRaw(edge);
  const fields = 'Content-Length: 4\r\nExpect: 100-continue\r\nConnection: close';
  client.socket.write(`${get('/slow')}POST /invited HTTP/1.1\r\nHost: ${DOMAIN}\r\n${fields}\r\n\r\n`);
  await until(() => client.closed() || client.received().includes('100 Continue'));
  client.socket.write('body');
  expect((await client.ended()).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 100', 'HTTP/1.1 200']);
  expect(await edge.requests('/invited')).toEqual([expect.objectContaining({ status: 200, failure: '-' })]);
});

test('an answer that is read on after a pause goes on, though the answer after it came meanwhile', async () => {
  const { edge } = await startEdgeAndShop(
    (request, response) => {
      const body = request.url === '/big' ? Buffer.alloc(32 * 1024 * 1024, 'x') : 'the answer';
      request.resume().once('end', () => response.end(body));
    },
    { limits: { firstByteMs: 200, crowdedGraceMs: 200, sweepMs: 20 } },
  );
  for (let time = 0; time < 3; time++) {
    const client = await sayRaw(edge, get('/big'));
    await until(() => client.received() !== '');
    client.socket.pause();
    // Until what lies between the two is full, and the edge has stopped to read.
    await sleep(300);
    client.socket.write(`POST /next HTTP/1.1\r\nHost: ${DOMAIN}\r\nContent-Length: 4\r\nConnection: close\r\n\r\n`);
    await sleep(50);
    client.socket.write('body');
    await sleep(300);
    client.socket.resume();
    expect((await client.ended()).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
  }
  const whole = expect.objectContaining({ status: 200, failure: '-' });
  expect(await edge.requests('/next')).toEqual([whole, whole, whole]);
});
