/** The road to the shop. */
import { Pool } from 'undici';
import { EDGE_KEEPS_MS } from '../config/idle-connections';
import { createAdmission } from './admission';
import type { Exchange } from './exchange';
import { Forwarding, type Road } from './forwarding';
import type { EdgeLimits } from './policy';
import { createShares } from './shares';
import { connectToShop } from './shop-connection';
import { createProbe, createRequestFromShop, type AskShop, type RequestFromShop } from './shop-request';
import { createShopReturn } from './shop-return';

/** The slowest page is a hosted payment's confirmation; a visitor has left long before this. */
export const SHOP_TIMEOUT_MS = 30_000;
const BODY_TIMEOUT_MS = 60_000;
/** Nobody else takes these, so that a busy shop is never called a dead one. */
const PROBE_CONNECTIONS = 2;

export interface Upstream {
  forward(exchange: Exchange, host: string): void;
  readonly ask: AskShop;
  readonly request: RequestFromShop;
  readonly hasRoomFor: (block: string) => boolean;
  close(): Promise<void>;
}

export function createUpstream(options: {
  readonly port: number;
  readonly timeoutMs: number;
  readonly limits: EdgeLimits;
  readonly own: Road['own'];
  readonly authorityOf: (host: string) => string;
  readonly nowMs: () => number;
}): Upstream {
  const { port, limits, own, authorityOf, nowMs } = options;
  const origin = `http://127.0.0.1:${port}`;
  const shared: Pool.Options = {
    connections: limits.shopExchanges.total,
    connect: connectToShop,
    headersTimeout: options.timeoutMs,
    bodyTimeout: BODY_TIMEOUT_MS,
    keepAliveTimeout: EDGE_KEEPS_MS,
    keepAliveMaxTimeout: EDGE_KEEPS_MS,
  };
  const pool = new Pool(origin, shared);
  // Without pipelining undici keeps no connection: every request here has one of its own.
  const fresh = new Pool(origin, { ...shared, pipelining: 0 });
  const probes = new Pool(origin, { ...shared, connections: PROBE_CONNECTIONS });
  const shopReturn = createShopReturn({ port, limits, nowMs });
  const admission = createAdmission(limits);
  const road: Road = {
    pools: [pool, fresh],
    admission,
    shopReturn,
    memory: createShares(limits.bodyMemory),
    ahead: createShares(limits.answersAhead),
    own,
    shopReturnMs: limits.shopReturnMs,
    nowMs,
  };
  return {
    forward: (exchange, host) => new Forwarding(exchange, { name: host, authority: authorityOf(host) }, road).start(),
    request: createRequestFromShop({ pool, fresh, shopReturn, admission, limits, nowMs }),
    hasRoomFor: admission.hasRoomFor,
    ask: createProbe(probes),
    async close() {
      shopReturn.stop();
      await Promise.all([pool, fresh, probes].map((one) => one.destroy()));
    },
  };
}
