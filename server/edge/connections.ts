/**
 * Every connection of both listeners: how many an address may have, which one has to go when too many have not made a
 * request yet, and what is known once a connection rather than once a request. What is refused here is refused before
 * the handshake, which is the dear part of a connection.
 */
import type { Server } from 'node:http';
import type { Http2SecureServer, ServerHttp2Session } from 'node:http2';
import type net from 'node:net';
import type { TLSSocket } from 'node:tls';
import { addressBlock } from '../http/address-block';
import { plainAddress } from './forwarded-headers';
import type { EdgeLimits } from './policy';

export interface Connection {
  readonly raw: net.Socket;
  readonly secure: boolean;
  /** IPv4 as IPv4. */
  readonly address: string;
  readonly openedAtMs: number;
  /** `TLSv1.3`; null on the plain listener and before the handshake has ended. */
  tlsVersion: string | null;
  /** null: HTTP/1.1, or not known yet. */
  session: ServerHttp2Session | null;
  /** When a session was told to end, else null. */
  saidGoodbyeAtMs: number | null;
  /** Requests whose answers have not ended. */
  active: number;
  /** True from its first whole request on. */
  proven: boolean;
  lastUsedAtMs: number;
}

export interface Refusals {
  address: number;
  total: number;
  unproven: number;
}

export interface Connections {
  /** @param carrier the socket of HTTP/1.1, the session of HTTP/2 */
  of(carrier: object): Connection | undefined;
  /** A whole request has come over it. */
  prove(connection: Connection): void;
  /** Ends those that have had their chance, where there are too many. */
  makeRoom(): void;
  readonly open: ReadonlySet<Connection>;
  /** Since it was last asked. */
  takeRefusals(): Refusals;
}

const NO_REFUSALS: Refusals = { address: 0, total: 0, unproven: 0 };

/** What a socket and the TLS socket above it have in common, also where two listeners share the client's port. */
function peerOf(socket: net.Socket | TLSSocket): string {
  return `${socket.remoteAddress ?? ''} ${socket.remotePort ?? ''} ${socket.localAddress ?? ''}`;
}

export function createConnections(options: {
  readonly servers: { readonly http: Server; readonly https: Http2SecureServer };
  readonly limits: EdgeLimits;
  /** In all, from the limits and from what the operating system allows. */
  readonly cap: number;
  readonly nowMs: () => number;
}): Connections {
  const { limits, cap, nowMs } = options;
  const { http, https } = options.servers;
  const open = new Set<Connection>();
  const unproven = new Set<Connection>();
  const perBlock = new Map<string, number>();
  const byPeer = new Map<string, Connection>();
  const byCarrier = new WeakMap<object, Connection>();
  let refusals: Refusals = { ...NO_REFUSALS };

  function refuse(raw: net.Socket, reason: keyof Refusals): false {
    refusals[reason] += 1;
    raw.resetAndDestroy();
    return false;
  }

  /** Whoever has had its chance and made no whole request makes room, the oldest first. */
  function makeRoom(now: number): void {
    for (const oldest of unproven) {
      if (unproven.size <= limits.unprovenConnections || now - oldest.openedAtMs < chanceMs()) return;
      unproven.delete(oldest);
      refuse(oldest.raw, 'unproven');
    }
  }

  /** Shorter the more of them there are; nobody is hurried before that. */
  function chanceMs(): number {
    return (
      limits.chanceMs *
      Math.min(1, limits.unprovenConnections / Math.max(1, unproven.size - limits.unprovenConnections))
    );
  }

  function forget(connection: Connection, block: string, peer: string): void {
    open.delete(connection);
    unproven.delete(connection);
    const left = (perBlock.get(block) ?? 1) - 1;
    if (left > 0) perBlock.set(block, left);
    else perBlock.delete(block);
    if (byPeer.get(peer) === connection) byPeer.delete(peer);
  }

  function admit(raw: net.Socket, secure: boolean): boolean {
    const address = plainAddress(raw.remoteAddress);
    const block = addressBlock(address);
    const count = perBlock.get(block) ?? 0;
    if (open.size >= cap) return refuse(raw, 'total');
    if (count >= limits.connectionsPerAddress) return refuse(raw, 'address');
    const now = nowMs();
    const connection: Connection = {
      raw,
      secure,
      address,
      openedAtMs: now,
      tlsVersion: null,
      session: null,
      saidGoodbyeAtMs: null,
      active: 0,
      proven: false,
      lastUsedAtMs: now,
    };
    const peer = peerOf(raw);
    open.add(connection);
    unproven.add(connection);
    perBlock.set(block, count + 1);
    if (secure) byPeer.set(peer, connection);
    else byCarrier.set(raw, connection);
    raw.once('close', () => forget(connection, block, peer));
    makeRoom(now);
    return true;
  }

  /** In place of the listeners there are, which see only what is admitted. */
  function guard(server: Server | Http2SecureServer, secure: boolean): void {
    const listeners = server.listeners('connection');
    server.removeAllListeners('connection');
    server.on('connection', (raw: net.Socket) => {
      if (!admit(raw, secure)) return;
      for (const listener of listeners) Reflect.apply(listener, server, [raw]);
    });
  }

  guard(http, false);
  guard(https, true);
  https.prependListener('secureConnection', (socket: TLSSocket) => {
    const connection = byPeer.get(peerOf(socket));
    if (!connection) return void socket.destroy();
    connection.tlsVersion = socket.getProtocol();
    byCarrier.set(socket, connection);
  });
  https.prependListener('session', (session) => {
    const connection = byPeer.get(peerOf(session.socket));
    if (!connection) return void session.destroy();
    connection.session = session;
    byCarrier.set(session, connection);
  });

  return {
    open,
    of: (carrier) => byCarrier.get(carrier),
    prove(connection) {
      connection.proven = true;
      unproven.delete(connection);
    },
    makeRoom: () => makeRoom(nowMs()),
    takeRefusals() {
      const taken = refusals;
      refusals = { ...NO_REFUSALS };
      return taken;
    },
  };
}
