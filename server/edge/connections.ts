/** Every connection of both listeners. What is refused here is refused before the expensive part, the handshake. */
import type { ServerHttp2Session } from 'node:http2';
import type net from 'node:net';
import type { TLSSocket } from 'node:tls';
import { addressBlock } from '../http/address-block';
import { plainAddress } from './forwarded-headers';
import type { Look } from './looks';
import type { EdgeLimits } from './policy';
import { createShares } from './shares';
import { Unproven } from './unproven';

export class Connection {
  readonly address: string;
  /** The addresses that count as one. */
  readonly block: string;
  /** `TLSv1.3`; null on the plain listener and before the handshake has ended. */
  tlsVersion: string | null = null;
  /** null: HTTP/1.1, or not known yet. */
  session: ServerHttp2Session | null = null;
  /** When a session was told to end, else null. */
  saidGoodbyeAtMs: number | null = null;
  /** HTTP/1.1: when the client said that it sends no more, as it also does when it leaves; else null. */
  halfClosedAtMs: number | null = null;
  active = 0;
  proven = false;
  lastUsedAtMs: number;

  constructor(
    readonly raw: net.Socket,
    readonly secure: boolean,
    readonly openedAtMs: number,
  ) {
    this.address = plainAddress(raw.remoteAddress);
    this.block = addressBlock(this.address);
    this.lastUsedAtMs = openedAtMs;
  }
}

export interface Refusals {
  address: number;
  total: number;
  unproven: number;
}

export interface Connections {
  readonly admission: Look;
  /** @param carrier the socket of HTTP/1.1, the session of HTTP/2 */
  of(carrier: object): Connection | undefined;
  /** Of a TLS socket whose handshake has not ended. */
  beneath(socket: TLSSocket): Connection | undefined;
  prove(connection: Connection): void;
  makeRoom(): void;
  readonly open: ReadonlySet<Connection>;
  takeRefusals(): Refusals;
}

const NO_REFUSALS: Refusals = { address: 0, total: 0, unproven: 0 };

/** What a socket and the TLS socket above it have in common, also where two listeners share the client's port. */
function peerOf(socket: net.Socket | TLSSocket): string {
  return `${socket.remoteAddress ?? ''} ${socket.remotePort ?? ''} ${socket.localAddress ?? ''}`;
}

export function createConnections(options: {
  readonly limits: Pick<EdgeLimits, 'connectionsPerAddress' | 'unprovenConnections' | 'chanceMs'>;
  /** In all, from the limits and from what the operating system allows. */
  readonly cap: number;
  readonly nowMs: () => number;
}): Connections {
  const { limits, cap, nowMs } = options;
  const open = new Set<Connection>();
  const unproven = new Unproven<Connection>(limits, ({ raw }) => refuse(raw, 'unproven'));
  const shares = createShares({ total: cap, perAddress: limits.connectionsPerAddress });
  const byPeer = new Map<string, Connection>();
  const byCarrier = new WeakMap<object, Connection>();
  let refusals: Refusals = { ...NO_REFUSALS };

  function refuse(raw: net.Socket, reason: keyof Refusals): false {
    refusals[reason] += 1;
    raw.resetAndDestroy();
    return false;
  }

  function forget(connection: Connection, peer: string): void {
    open.delete(connection);
    unproven.delete(connection);
    shares.giveBack(connection.block);
    if (byPeer.get(peer) === connection) byPeer.delete(peer);
  }

  /** RFC 9112, 9.6: a client that sends no more may still wait for its answer. Of HTTP/2 none does. */
  function carryHttp1(connection: Connection, socket: net.Socket): void {
    byCarrier.set(socket, connection);
    socket.allowHalfOpen = true;
    socket.once('end', () => (connection.halfClosedAtMs = nowMs()));
  }

  function admit(raw: net.Socket, secure: boolean): boolean {
    const now = nowMs();
    const connection = new Connection(raw, secure, now);
    const usedUp = shares.take(connection.block);
    if (usedUp) return refuse(raw, usedUp);
    // A page's last bytes don't wait for the browser's word on those before (RFC 896), which it takes 40 ms to give.
    raw.setNoDelay(true);
    const peer = peerOf(raw);
    open.add(connection);
    unproven.add(connection);
    if (secure) byPeer.set(peer, connection);
    else carryHttp1(connection, raw);
    raw.once('close', () => forget(connection, peer));
    unproven.makeRoom(now);
    return true;
  }

  return {
    admission: {
      connection: admit,
      secured(socket) {
        const connection = byPeer.get(peerOf(socket));
        if (!connection) return void socket.destroy();
        connection.tlsVersion = socket.getProtocol();
        if (socket.alpnProtocol === 'h2') byCarrier.set(socket, connection);
        else carryHttp1(connection, socket);
      },
      session(session) {
        const connection = byPeer.get(peerOf(session.socket));
        if (!connection) return void session.destroy();
        connection.session = session;
        byCarrier.set(session, connection);
      },
    },
    open,
    of: (carrier) => byCarrier.get(carrier),
    beneath: (socket) => byPeer.get(peerOf(socket)),
    prove(connection) {
      connection.proven = true;
      unproven.delete(connection);
    },
    makeRoom: () => unproven.makeRoom(nowMs()),
    takeRefusals() {
      const taken = refusals;
      refusals = { ...NO_REFUSALS };
      return taken;
    },
  };
}
