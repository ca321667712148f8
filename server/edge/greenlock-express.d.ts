/** The part of greenlock-express 4 that the edge uses; the package ships no types. */
declare module 'greenlock-express' {
  import type { IncomingMessage, Server, ServerResponse } from 'node:http';
  import type { Http2SecureServer, SecureServerOptions } from 'node:http2';

  type Listener = (request: IncomingMessage, response: ServerResponse) => void;

  interface Servers {
    httpServer(application: Listener): Server;
    http2Server(options: SecureServerOptions, application: Listener): Http2SecureServer;
  }

  /** What stands in for greenlock's own core when given as `init({ greenlock })`. */
  interface CertificateManager {
    readonly _find: () => Promise<readonly unknown[]>;
    readonly get: () => Promise<null>;
    readonly notify: (event: string, details: unknown) => void;
    readonly challenges: {
      readonly get: (challenge: { readonly token: string }) => Promise<{ readonly keyAuthorization: string } | null>;
    };
    readonly _defaults: Readonly<Record<string, never>>;
    readonly manager: Readonly<Record<string, never>>;
  }

  export function init(options: { readonly greenlock: CertificateManager; readonly cluster: false }): {
    ready(use: (servers: Servers) => void): void;
  };
}
