/**
 * The shop's stand-in: nginx with one page of 12 kB and the headers that the shop sends, faster than everything it is
 * asked through; and its purge stream, without which the edge keeps nothing.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Public, and kept by the edge. */
export const CACHED_PATH = '/perfumes';
/** A visitor's own, and asked of the shop every time. */
export const PROXIED_PATH = '/cart';
const BODY_BYTES = 12 * 1024;

export interface PurgeStreams {
  readonly port: number;
  stop(): void;
}

export function startPurgeStreams(): Promise<PurgeStreams> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
    response.write('{"ready":true}\n');
    const timer = setInterval(() => response.write('{"alive":true}\n'), 1_000);
    response.once('close', () => clearInterval(timer));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        stop: () => {
          server.close();
          server.closeAllConnections();
        },
      });
    });
  });
}

/** A page that compresses about as well as the shop's do. */
export function page(): string {
  const head = '<!doctype html><html lang="ko"><meta charset="utf-8"><title>Perfumes</title>\n';
  let body = '';
  for (let n = 0; head.length + body.length < BODY_BYTES; n++) {
    body += `<li><a href="/perfumes/scent-${n}">Scent ${(n * 7919) % 1000}</a> <b>${98_000 + n * 137}</b></li>\n`;
  }
  return (head + body).slice(0, BODY_BYTES);
}

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none';base-uri 'none';connect-src 'self';font-src 'self';form-action 'self';frame-ancestors 'none';img-src 'self';script-src 'self';style-src 'self'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

const addHeaders = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `add_header ${name} "${value.replaceAll('"', '\\"')}";`)
    .join(' ');

/** The `server` block of nginx. */
export function upstreamServer(options: { port: number; purgePort: number; directory: string }): string {
  const kept = {
    ...SECURITY_HEADERS,
    'Cache-Control': 'public, max-age=0, must-revalidate',
    'CDN-Cache-Control': 'max-age=600',
    'Cache-Groups': '"perfumes"',
  };
  const own = { ...SECURITY_HEADERS, 'Cache-Control': 'private, no-store' };
  return `server {
    listen 127.0.0.1:${options.port};
    access_log off; keepalive_requests 100000000; root ${options.directory}; default_type text/html; charset utf-8;
    location = /internal/purges { proxy_pass http://127.0.0.1:${options.purgePort}; proxy_buffering off; proxy_http_version 1.1; }
    location = ${CACHED_PATH} { ${addHeaders(kept)} try_files /page.html =404; }
    location = ${PROXIED_PATH} { etag off; ${addHeaders(own)} try_files /page.html =404; }
    location = /readyz { return 200; }
  }`;
}
