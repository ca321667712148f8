import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createGate } from '../../../server/release/gate';
import type { Pm2 } from '../../../server/release/pm2';
import { worker } from './worker';

const PAGE = '<!doctype html><html><body>1</body></html>\n';

/** What shop and edge say; a test changes it. */
let says: {
  /** One after the other answers, as behind one port. */
  shop: { release: string; pid: number }[];
  edge: string;
  certificate: boolean;
  shopReady: boolean;
  page: string;
  hosts: string[];
};
let shop: Server;
let edge: Server;

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function selfSigned(): { key: string; cert: string } {
  const directory = mkdtempSync(path.join(tmpdir(), 'essence-gate-'));
  try {
    const [key, cert] = [path.join(directory, 'key'), path.join(directory, 'cert')];
    const make = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=nobody -days 2';
    execFileSync('openssl', [...make.split(' '), '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

let ports: { shopPort: number; httpsPort: number };

beforeAll(async () => {
  let turn = 0;
  const answerShop: RequestListener = (_request, response) => {
    const worker = says.shop[turn++ % says.shop.length];
    response.end(JSON.stringify({ status: 'ok', ...worker }));
  };
  const answerEdge: RequestListener = (request, response) => {
    says.hosts.push(`${String(request.headers.host)}${String(request.url)}`);
    if (request.url === '/healthz') return void response.end(JSON.stringify({ release: says.edge }));
    if (request.url === '/readyz') {
      const { certificate, shopReady } = says;
      response.statusCode = certificate && shopReady ? 200 : 503;
      return void response.end(
        JSON.stringify({ certificate: { ok: certificate }, shop: { ok: shopReady, status: shopReady ? 200 : 503 } }),
      );
    }
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(says.page);
  };
  shop = createServer(answerShop);
  edge = https.createServer(selfSigned(), answerEdge);
  ports = { shopPort: await listen(shop), httpsPort: await listen(edge) };
});

afterAll(() => {
  shop.close();
  edge.close();
});

beforeEach(() => {
  const shopWorkers = [11, 12].map((pid) => ({ release: 'new', pid }));
  says = { shop: shopWorkers, edge: 'new', certificate: true, shopReady: true, page: PAGE, hosts: [] };
});

const nothing = (): Promise<void> => Promise.resolve();
const pm2: Pm2 = {
  workers: () => Promise.resolve([worker({ pid: 11 }), worker({ pid: 12 })]),
  reload: nothing,
  startAll: nothing,
  remove: nothing,
};
const pass = (certificate = true, edgeAddress: string | null = null): Promise<string> => {
  const config = { domain: 'shop.example', publicHttpsPort: 443, edgeAddress, ...ports };
  return createGate({ pm2, config, deadlineMs: 50 }).pass({ releaseName: 'new', certificate });
};

test('it passes when every worker, the edge and a page by the public name are those of the release', async () => {
  expect(await pass()).toBe('shop.example is new, 2 shop workers');
  expect(says.hosts).toEqual(['/healthz', '/readyz', '/'].map((asked) => `shop.example${asked}`));
});

test('the edge is asked where it listens', async () => {
  expect(await pass(true, '::')).toContain('is new');
  // On loopback too, but where nobody listens.
  await expect(pass(true, '127.0.0.9')).rejects.toThrow('ECONNREFUSED 127.0.0.9');
});

test.each<[string, Partial<typeof says>, string]>([
  [
    'one worker of the release before',
    { shop: [11, 12].map((pid) => ({ release: pid === 12 ? 'old' : 'new', pid })) },
    'shop worker 12 names the release old and not new',
  ],
  ['a worker that never answers', { shop: [{ release: 'new', pid: 11 }] }, 'shop workers 12 never answered'],
  ['an edge of the release before', { edge: 'old' }, 'the edge names the release old and not new'],
  ['a page that is cut off', { page: '<!doctype html><html><body>1' }, 'and not with a page'],
  ['an edge that finds no shop', { shopReady: false }, 'the edge finds no ready shop'],
])('%s fails it', async (_what, said, reason) => {
  Object.assign(says, said);
  await expect(pass()).rejects.toThrow(reason);
});

test('a certificate that was there must be there still; before the first one it is waited for by nobody', async () => {
  says.certificate = false;
  await expect(pass()).rejects.toThrow('the certificate is gone');
  expect(await pass(false)).toContain('no certificate yet');
});
