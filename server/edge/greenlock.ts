// The only importer of greenlock-express, for its listeners and its answers to http-01 challenges. Its own core, which
// would order certificates and call home, is replaced by an object of ours. Its traps are cured where marked below.
import type { IncomingMessage, Server } from 'node:http';
import type { Http2SecureServer, SecureServerOptions } from 'node:http2';
import { isIP, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { init } from 'greenlock-express';
import type { Logger } from '../process/logger';
import { isClientClaim } from './forwarded-headers';
import type { Look, RequestListener } from './looks';
import { isReading } from './methods';
import { withoutRoot } from './redirects';

export interface GreenlockOptions {
  readonly names: readonly string[];
  readonly secureOptions: SecureServerOptions;
  readonly beneath: (socket: TLSSocket) => Socket | undefined;
  /** @returns the key authorization for an http-01 token, or null */
  readonly answerChallenge: (token: string) => Promise<string | null>;
  readonly logger: Logger;
}

export interface Greenlock {
  readonly servers: { readonly http: Server; readonly https: Http2SecureServer };
  readonly challenges: Look;
}

function removeClaims(request: IncomingMessage): void {
  for (const name in request.headers) {
    if (isClientClaim(name)) Reflect.deleteProperty(request.headers, name);
  }
}

/**
 * greenlock answers 400 to an HTTP/1.1 `Host` with a port, and asks OpenSSL for the certificate where it differs from
 * the handshake's name. It is shown none on the secure listener, and on the plain one the apex, for challenges.
 */
function showing(host: string, listener: RequestListener): RequestListener {
  return (request, response) => {
    removeClaims(request);
    request.headers.host = isReading(request.method ?? '') ? host : '';
    listener(request, response);
  };
}

type SniCallback = NonNullable<SecureServerOptions['SNICallback']>;

/**
 * A fatal alert (RFC 6066, 3), which Node has no way to send: before the server's first message an alert is in the
 * clear, in TLS 1.2 and 1.3 alike, so it is written below TLS. Node 20 and 24 call the callback on the connection's
 * TLSSocket, which they don't promise; one that doesn't ends the connection without a word.
 */
const UNRECOGNIZED_NAME = Buffer.from([21, 3, 3, 0, 2, 2, 112]);

/**
 * greenlock replaces `SNICallback` by its own, which keeps a context for six hours and an entry for every unknown name.
 * Through an accessor it finds none, stores its own, and Node then reads ours: known names get the server's default
 * context, which follows the store at once; an unknown name ends the handshake and leaves nothing behind.
 */
function withSniCallback({ secureOptions, names, beneath }: GreenlockOptions): SecureServerOptions {
  const known = new Set(names);
  function callback(this: unknown, ...[servername, done]: Parameters<SniCallback>): void {
    // An address is no server name (RFC 6066), but some clients send one: as if they had sent none.
    if (known.has(withoutRoot(servername.toLowerCase())) || isIP(servername) !== 0) return void done(null);
    if (this instanceof TLSSocket) beneath(this)?.write(UNRECOGNIZED_NAME);
    done(new Error('unknown server name'));
  }
  let replaced = false;
  return Object.defineProperty({ ...secureOptions }, 'SNICallback', {
    enumerable: true,
    configurable: true,
    get: () => (replaced ? callback : undefined),
    set: () => {
      replaced = true;
    },
  });
}

function createManager(options: GreenlockOptions): Parameters<typeof init>[0]['greenlock'] {
  const { logger } = options;
  return {
    // Never settles: an answer would be printed as a banner, a rejection would end the process.
    _find: () => new Promise(() => undefined),
    get: () => Promise.resolve(null),
    notify: (event, details) => logger.debug({ event, details }, 'greenlock'),
    challenges: {
      async get({ token }) {
        const keyAuthorization = await options.answerChallenge(token);
        return keyAuthorization === null ? null : { keyAuthorization };
      },
    },
    _defaults: {},
    manager: {},
  };
}

function onlyListener(server: Server | Http2SecureServer): RequestListener {
  const [listener, ...others] = server.listeners('request') as RequestListener[];
  if (!listener || others.length > 0) throw new Error('greenlock-express listens to requests in another way');
  return listener;
}

export function createGreenlock(options: GreenlockOptions): Greenlock {
  const following = new Map<'http' | 'https', RequestListener>();
  const handOn =
    (listener: 'http' | 'https'): RequestListener =>
    (request, response) => {
      // greenlock prints an aborted plain request as a warning of its own; the access log has it already.
      request.removeAllListeners('error');
      request.on('error', () => undefined);
      following.get(listener)?.(request, response);
    };
  const created: Greenlock['servers'][] = [];
  // cluster: false, or under pm2 it would send its questions to pm2's daemon, which never answers.
  init({ greenlock: createManager(options), cluster: false }).ready((glx) => {
    created.push({
      http: glx.httpServer(handOn('http')),
      https: glx.http2Server(withSniCallback(options), handOn('https')),
    });
  });
  const [servers] = created;
  if (!servers) throw new Error('greenlock-express did not hand over its servers');
  // Its error listener ends the process with a text of its own; the edge has a better one.
  for (const server of [servers.http, servers.https]) server.removeAllListeners('error');
  const own = {
    http: showing(options.names[0] ?? '', onlyListener(servers.http)),
    https: showing('', onlyListener(servers.https)),
  };
  return {
    servers,
    challenges: {
      request(next, secure) {
        const listener = secure ? 'https' : 'http';
        following.set(listener, next);
        return own[listener];
      },
    },
  };
}
