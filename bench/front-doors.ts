/** The three front doors that are compared: this edge, nginx and Caddy, one process each, access log on, one certificate. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { issueAuthority, issueServerCertificate } from '../server/certificates/issue';
import { createCertificateStore } from '../server/certificates/store';
import { projectPaths } from '../server/config/paths';
import { hostsOf } from '../server/hosts';
import { flagsOf } from '../tests/setup/node-flags';
import { freePorts } from '../tests/setup/ports';
import { CACHED_PATH, page, startPurgeStreams, upstreamServer } from './upstream';

export const DOMAIN = 'essence-aura.localhost';
const DAY_MS = 24 * 60 * 60 * 1000;
const START_TIMEOUT_MS = 15_000;

export interface FrontDoor {
  readonly name: 'edge' | 'nginx' | 'caddy';
  readonly pid: number;
  readonly httpsPort: number;
}

export interface FrontDoors {
  readonly doors: readonly FrontDoor[];
  stop(): Promise<void>;
}

interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** For the edge in its store, for the others as files. */
async function installCertificate(directory: string): Promise<Certificate> {
  const now = Date.now();
  const validity = { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + 60 * DAY_MS) };
  const authority = await issueAuthority({ ...validity, commonName: 'Benchmark', permitted: ['localhost'] });
  const names = [...hostsOf(DOMAIN).all.map(({ name }) => name), 'localhost'];
  const pair = await issueServerCertificate({ ...validity, names, authority });
  const store = createCertificateStore(directory);
  await store.prepare(new Date());
  await store.install('local', pair, new Date());
  const files = { certificateFile: path.join(directory, 'chain.pem'), keyFile: path.join(directory, 'key.pem') };
  writeFileSync(files.certificateFile, pair.chain);
  writeFileSync(files.keyFile, pair.key, { mode: 0o600 });
  return files;
}

/** As root nginx would give up the right to read its own temporary directory. */
const NGINX_USER = process.getuid?.() === 0 ? 'user root;' : '';

const NGINX_COMMON = (directory: string, name: string): string => `
daemon off; ${NGINX_USER} worker_processes 1; pid ${directory}/${name}.pid; error_log ${directory}/${name}-error.log;
events { worker_connections 4096; }`;

const NGINX_PATHS = (directory: string): string =>
  ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${directory}/nginx-${kind};`)
    .join(' ');

function nginxConfiguration(directory: string, port: number, upstreamPort: number, tls: Certificate): string {
  return `${NGINX_COMMON(directory, 'nginx')}
http {
  ${NGINX_PATHS(directory)}
  access_log ${directory}/nginx-access.log combined; keepalive_requests 100000000; sendfile on; tcp_nopush on;
  proxy_cache_path ${directory}/nginx-cache keys_zone=pages:10m;
  upstream shop { server 127.0.0.1:${upstreamPort}; keepalive 256; keepalive_requests 100000000; }
  server {
    listen 127.0.0.1:${port} ssl http2;
    ssl_certificate ${tls.certificateFile}; ssl_certificate_key ${tls.keyFile};
    ssl_protocols TLSv1.2 TLSv1.3; ssl_prefer_server_ciphers on; ssl_ecdh_curve X25519:P-256:P-384;
    ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384;
    ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384;
    ssl_session_cache shared:tls:10m; http2_max_requests 100000000;
    proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto https;
    location = ${CACHED_PATH} {
      proxy_pass http://shop; proxy_cache pages; proxy_cache_valid 200 10m; proxy_ignore_headers Cache-Control;
      add_header Cache-Status $upstream_cache_status;
    }
    location / { proxy_pass http://shop; }
  }
}`;
}

function caddyConfiguration(directory: string, port: number, upstreamPort: number, tls: Certificate): string {
  return `{
  admin off
  auto_https off
  servers {
    protocols h1 h2
  }
}
:${port} {
  bind 127.0.0.1
  tls ${tls.certificateFile} ${tls.keyFile}
  log {
    output file ${directory}/caddy-access.log {
      roll_disabled
    }
  }
  handle ${CACHED_PATH} {
    root * ${directory}/public
    rewrite * /page.html
    file_server
  }
  handle {
    reverse_proxy 127.0.0.1:${upstreamPort}
  }
}
`;
}

function start(command: string, args: string[], directory: string, env: NodeJS.ProcessEnv, ipc = false): ChildProcess {
  const log = openSync(path.join(directory, `${path.basename(command)}-output.log`), 'a');
  const child = spawn(command, args, {
    cwd: directory,
    env,
    stdio: ['ignore', log, log, ...(ipc ? ['ipc' as const] : [])],
  });
  closeSync(log);
  return child;
}

function ask(port: number, pathname: string): Promise<{ status: number; cacheStatus: string }> {
  return new Promise((resolve, reject) => {
    const headers = { Host: DOMAIN };
    const options = {
      host: '127.0.0.1',
      port,
      path: pathname,
      servername: 'localhost',
      headers,
      agent: false as const,
    };
    const call = request({ ...options, rejectUnauthorized: false }, (response) => {
      const cacheStatus = String(response.headers['cache-status'] ?? '');
      response.resume().once('end', () => resolve({ status: response.statusCode ?? 0, cacheStatus }));
    });
    call.once('error', reject).end();
  });
}

async function untilItAnswers(child: ChildProcess, port: number, name: string, directory: string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const answered = await ask(port, CACHED_PATH).catch(() => null);
    if (answered?.status === 200) return;
    if (child.exitCode !== null || performance.now() > deadline) {
      const output = readFileSync(path.join(directory, `${path.basename(child.spawnfile)}-output.log`), 'utf8');
      throw new Error(`${name} does not answer (status ${answered?.status ?? 'none'}):\n${output.slice(-2_000)}`);
    }
    await sleep(100);
  }
}

/** True when the second request for a page did not reach the shop. */
export async function isCached(door: FrontDoor): Promise<boolean> {
  if (door.name === 'caddy') return true;
  // The edge keeps nothing before its purge stream is up.
  for (let attempt = 0; attempt < 30; attempt++) {
    if (/\bhit\b/i.test((await ask(door.httpsPort, CACHED_PATH)).cacheStatus)) return true;
    await sleep(100);
  }
  return false;
}

/** @param nodeFlags for the edge alone, such as those of a profile */
export async function startFrontDoors(directory: string, nodeFlags: readonly string[] = []): Promise<FrontDoors> {
  const tls = await installCertificate(directory);
  mkdirSync(path.join(directory, 'public'));
  writeFileSync(path.join(directory, 'public', 'page.html'), page());
  const [upstreamPort = 0, edgeHttp = 0, edgePort = 0, nginxPort = 0, caddyPort = 0] = await freePorts(5);
  const purges = await startPurgeStreams();
  const children: ChildProcess[] = [];
  const nginx = (name: string, configuration: string): ChildProcess => {
    const file = path.join(directory, `${name}.conf`);
    writeFileSync(file, configuration);
    return start('/usr/sbin/nginx', ['-c', file, '-e', path.join(directory, `${name}-error.log`)], directory, {});
  };
  const stop = async (): Promise<void> => {
    for (const child of children.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'close');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(timer);
    }
    purges.stop();
  };
  try {
    const options = { port: upstreamPort, purgePort: purges.port, directory: path.join(directory, 'public') };
    const upstream = `${NGINX_COMMON(directory, 'upstream')} http { ${NGINX_PATHS(directory)} ${upstreamServer(options)} }`;
    children.push(nginx('upstream', upstream));
    const script = path.join(projectPaths().root, 'dist', 'server', 'bin', 'edge.js');
    const edge = start(process.execPath, [...flagsOf('edge'), ...nodeFlags, script], directory, {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      DOMAIN,
      HTTP_PORT: String(edgeHttp),
      HTTPS_PORT: String(edgePort),
      PUBLIC_HTTPS_PORT: '443',
      SHOP_PORT: String(upstreamPort),
      DATA_DIR: directory,
      CERTIFICATES: 'local',
      PAGE_CACHE: 'on',
    });
    const peer = nginx('nginx', nginxConfiguration(directory, nginxPort, upstreamPort, tls));
    writeFileSync(path.join(directory, 'Caddyfile'), caddyConfiguration(directory, caddyPort, upstreamPort, tls));
    const caddyArgs = ['run', '--config', path.join(directory, 'Caddyfile'), '--adapter', 'caddyfile'];
    const caddy = start('/usr/bin/caddy', caddyArgs, directory, { GOMAXPROCS: '1', HOME: directory });
    children.push(edge, peer, caddy);
    await untilItAnswers(edge, edgePort, 'the edge', directory);
    await untilItAnswers(peer, nginxPort, 'nginx', directory);
    await untilItAnswers(caddy, caddyPort, 'Caddy', directory);
    return {
      doors: [
        { name: 'edge', pid: edge.pid ?? 0, httpsPort: edgePort },
        { name: 'nginx', pid: peer.pid ?? 0, httpsPort: nginxPort },
        { name: 'caddy', pid: caddy.pid ?? 0, httpsPort: caddyPort },
      ],
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
