import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { EDGE_KEEPS_MS } from '../../config/idle-connections';
import { originsOf } from '../../config/origins';
import type { ProxyInsideFacts } from '../../health/facts/proxy-inside';
import { withDeadline } from '../../process/deadline';
import { askLoopback } from '../../release/loopback-request';
import { insideOf } from '../context';
import { open } from '../knock';
import { probe, type AnyProbe } from '../probe';

const common = { layer: 'proxy', view: 'inside', after: [] } as const;
const WORKER_MS = 2_500;

const workerMs = probe({
  ...common,
  fact: 'workerMs',
  deadlineMs: 2 * WORKER_MS + 1_000,
  async gather(context) {
    const { config } = insideOf(context);
    const asked = {
      port: config.shopPort,
      path: '/healthz',
      authority: new URL(originsOf(config).apex).host,
      timeoutMs: WORKER_MS,
    };
    const askOnce = async (): Promise<number | null> => {
      const startedAt = performance.now();
      return askLoopback(asked).then(
        () => Math.round(performance.now() - startedAt),
        () => null,
      );
    };
    return (await askOnce()) ?? askOnce();
  },
});

/** Of a worker that says itself for how long (`Keep-Alive`): the edge heeds that, and nothing can be lost. */
async function idleOf(port: number, authority: string, signal: AbortSignal): Promise<number | null> {
  const socket = await open('127.0.0.1', port, signal);
  socket.on('error', () => undefined);
  try {
    return await withDeadline(EDGE_KEEPS_MS + FIRST_WORD_MS, signal, async (late) => {
      const closed = once(socket, 'close', { signal: late }).then(
        () => performance.now(),
        () => null,
      );
      socket.write(`GET /healthz HTTP/1.1\r\nHost: ${authority}\r\nX-Forwarded-Proto: https\r\n\r\n`);
      const [head] = (await once(socket, 'data', { signal: late })) as [Buffer];
      const heardAt = performance.now();
      if (/^(keep-alive: *timeout=|connection: *close)/im.test(head.toString('latin1'))) return null;
      const closedAt = await closed;
      return closedAt === null ? null : Math.round(closedAt - heardAt);
    });
  } finally {
    socket.destroy();
  }
}

const FIRST_WORD_MS = 1_000;

const idleMs = probe({
  ...common,
  fact: 'idleMs',
  deadlineMs: EDGE_KEEPS_MS + 2 * FIRST_WORD_MS,
  async gather(context, _, signal) {
    const { config } = insideOf(context);
    const authority = new URL(originsOf(config).apex).host;
    return { worker: await idleOf(config.shopPort, authority, signal), edge: EDGE_KEEPS_MS };
  },
});

type Stream = ProxyInsideFacts['purgeStream'];

const STREAM_MS = 2_500;
/** After a database that came back the shop listens again within a second or two. */
const AGAIN_MS = 1_500;

async function hear(port: number, signal: AbortSignal): Promise<Stream> {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), STREAM_MS);
  const until = AbortSignal.any([signal, ending.signal]);
  try {
    const { statusCode, body } = await request(`http://127.0.0.1:${port}/internal/purges`, { signal: until });
    body.on('error', () => undefined);
    if (statusCode !== 200) return 'not listening';
    let said = '';
    for await (const chunk of body) {
      said += String(chunk);
      if (said.includes('"ready":true')) return 'ready';
    }
    return 'not listening';
  } catch {
    return 'no answer';
  } finally {
    clearTimeout(timer);
    ending.abort();
  }
}

const purgeStream = probe({
  ...common,
  fact: 'purgeStream',
  deadlineMs: 2 * STREAM_MS + AGAIN_MS + 1_000,
  async gather(context, _, signal) {
    const { shopPort, pageCache } = insideOf(context).config;
    if (!pageCache) throw new Error('no pages are kept here (PAGE_CACHE=off)');
    const first = await hear(shopPort, signal);
    if (first === 'ready') return first;
    await sleep(AGAIN_MS, undefined, { signal });
    return hear(shopPort, signal);
  },
});

export const PROXY_INSIDE_PROBES: readonly AnyProbe[] = [workerMs, idleMs, purgeStream];
