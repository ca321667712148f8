/**
 * Shoppers over HTTPS with keep-alive. A request has failed when its connection broke, or its whole answer is late or wrong.
 * Sent again is none with HTTP/1.1, and with HTTP/2 only what the server refused as it announced the connection's end.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createHttp1Visitor } from './load-http1';
import { createHttp2Visitor } from './load-http2';
import { BrokenError, type Connections, type Visit, type Visitor } from './load-visitor';

export interface LoadTarget {
  readonly port: number;
  /** Where the port is, 127.0.0.1 unless told otherwise. */
  readonly address?: string;
  /** The site's name, and what the port is to browsers. */
  readonly host: string;
  readonly ca: string;
  readonly pages: readonly string[];
  /** What is put into carts; its stock never ends. */
  readonly variantId: number;
}

interface Failure {
  readonly at: string;
  readonly request: string;
  readonly what: string;
  /** Sent on a connection that had carried one before. */
  readonly reused: boolean;
}

export type Load = ReturnType<typeof startLoad>;
export type LoadFigures = Awaited<ReturnType<Load['stop']>>;

interface Shopper {
  readonly protocol: 'http1' | 'http2';
  /** Requests under way at once on her connection. */
  readonly tabs: number;
  /** The longest a shopper looks at a page before the next request. */
  readonly pauseMs: number;
  /** Requests of a tab before she goes and another comes, on a connection of her own. */
  readonly stays: number;
}

const many = (count: number, shopper: Shopper): Shopper[] => Array.from({ length: count }, () => shopper);

const SHOPPERS: readonly Shopper[] = [
  ...many(5, { protocol: 'http1', tabs: 1, pauseMs: 0, stays: Infinity }),
  ...many(2, { protocol: 'http2', tabs: 3, pauseMs: 0, stays: Infinity }),
  // Their connections are idle most of the time: the ones that a careless shutdown cuts.
  ...many(12, { protocol: 'http1', tabs: 1, pauseMs: 1_000, stays: Infinity }),
  ...many(6, { protocol: 'http2', tabs: 2, pauseMs: 1_000, stays: Infinity }),
  // Somebody connects at every moment of a reload.
  ...many(2, { protocol: 'http1', tabs: 1, pauseMs: 50, stays: 8 }),
  ...many(2, { protocol: 'http2', tabs: 2, pauseMs: 50, stays: 4 }),
];

/**
 * Told to the database before a load: all of its shoppers share one address, from which no crowd is as large. Whoever is
 * new is then never one too many; every other limit stays.
 */
export const ALLOW_MANY_GUESTS = `
  create function allow_many_guests() returns trigger language plpgsql as $$
    begin new.points := 0; return new; end $$;
  create trigger allow_many_guests before insert or update on rate_limits
    for each row when (new.key like 'guestAddress%') execute function allow_many_guests();`;

const EVERY_POST = 10;
const KEPT_FAILURES = 50;

export function startLoad(target: LoadTarget) {
  let stopped = false;
  let sent = 0;
  let posts = 0;
  let added = 0;
  let failed = 0;
  const sentOver = { http1: 0, http2: 0 };
  const failures: Failure[] = [];
  const latenciesMs: number[] = [];
  const connections: Connections = { opened: 0, announcedCloses: 0, unannouncedCloses: 0, refusedStreams: 0 };

  function nextVisit(): Visit {
    const number = sent++;
    if (number % EVERY_POST !== 0)
      return { method: 'GET', path: target.pages[number % target.pages.length]!, body: null };
    posts += 1;
    const body = JSON.stringify({ variantId: target.variantId, quantity: 1 });
    return { method: 'POST', path: '/api/v1/cart/items', body };
  }

  async function visit(visitor: Visitor, protocol: Shopper['protocol']): Promise<void> {
    const what = nextVisit();
    sentOver[protocol] += 1;
    const isPost = what.method === 'POST';
    const note = (wrong: string, reused: boolean): void => {
      failed += 1;
      if (failures.length === KEPT_FAILURES) return;
      const request = `${protocol} ${what.method} ${what.path}`;
      failures.push({ at: new Date().toISOString(), request, what: wrong, reused });
    };
    const startedAtMs = performance.now();
    try {
      const { status, bytes, requestId } = await visitor.ask(what);
      if (status === 201 && isPost) added += 1;
      if (status !== (isPost ? 201 : 200)) note(`status ${status}, request ${requestId}`, false);
      else if (bytes === 0) note(`an empty page, request ${requestId}`, false);
    } catch (error) {
      if (!(error instanceof BrokenError)) throw error;
      note(error.message, error.reused);
    }
    latenciesMs.push(performance.now() - startedAtMs);
  }

  async function come({ protocol, tabs, pauseMs, stays }: Shopper): Promise<void> {
    const visitor =
      protocol === 'http1' ? createHttp1Visitor(target, connections) : createHttp2Visitor(target, connections);
    const browse = async (): Promise<void> => {
      for (let visits = 0; visits < stays && !stopped; visits++) {
        await visit(visitor, protocol);
        if (pauseMs > 0) await sleep(Math.random() * pauseMs);
      }
    };
    await Promise.all(Array.from({ length: tabs }, browse));
    visitor.leave();
  }

  const shoppers = SHOPPERS.map(async (shopper) => {
    while (!stopped) await come(shopper);
  });

  return {
    count: () => latenciesMs.length,
    failed: () => failed,
    async stop() {
      stopped = true;
      await Promise.all(shoppers);
      return { requests: sent, ...sentOver, posts, added, failed, failures, connections, latenciesMs };
    },
  };
}
