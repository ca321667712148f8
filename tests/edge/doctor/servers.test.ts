/** Servers that are not our edge, or are in no state to be one. */
import { execFileSync } from 'node:child_process';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { issueServerCertificate } from '../../../server/certificates/issue';
import { freePort } from '../../setup/ports';
import { allNames, createTestAuthority, DOMAIN, listenOnLoopback } from '../support/edge';
import { look, type Place, type Sight } from './road';

const authority = createTestAuthority();
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** What listens at each port, null: nobody. */
async function seen(
  secure: net.Server | null,
  plain: net.Server | null = null,
  more: Partial<Place> = {},
): Promise<Sight> {
  const port = (server: net.Server | null): Promise<number> => (server ? listenOnLoopback(server) : freePort());
  const [httpsPort, httpPort] = [await port(secure), await port(plain)];
  return look({ domain: DOMAIN, httpPort, httpsPort, extraRoots: [(await authority).pem], ...more });
}

const page: http.RequestListener = (_request, response) => void response.writeHead(404, { server: 'nginx' }).end('no');
const pair = async (names: readonly string[] = allNames(), days?: number) => {
  const { key, chain } = await (await authority).issue(names, days);
  return { key, cert: chain };
};

test('nobody at any port', async () => {
  const { ids, unlooked } = await seen(null);
  expect(ids).toEqual(['NET-REFUSED']);
  for (const fact of ['redirects', 'plainAgent', 'foreignHosts', 'challengeAnswers'])
    expect(unlooked.join()).toContain(`${fact}: nobody lets in at port`);
});

test('nobody at 80', async () => {
  const { ids } = await seen(https.createServer(await pair(), page));
  expect(ids).toEqual(expect.arrayContaining(['NET-REFUSED-80', 'NET-STRANGER']));
});

test('HTTP at 443', async () => {
  const { ids, findings } = await seen(http.createServer(page), http.createServer(page));
  expect([ids[0], findings[0]?.severity]).toEqual(['TLS-01', 'down']);
});

test('a server that believes what visitors say of themselves', async () => {
  const believing: http.RequestListener = ({ url, headers }, response) => {
    if (url !== '/api/v1/session') return void response.writeHead(404).end();
    const secure = headers['x-forwarded-proto'] !== 'http';
    response.end(JSON.stringify({ secure, local: headers['x-forwarded-for'] === '127.0.0.1' }));
  };
  const { findings } = await seen(https.createServer(await pair(), believing));
  const all = findings.flatMap((one) => [one, ...one.explains]);
  expect(all.find(({ id }) => id === 'PRX-09')?.expert).toContain('"secure": false, "local": true');
});

test('a cookie that is set over plain HTTP is named, without its value', async () => {
  const setting: http.RequestListener = (_request, response) =>
    void response.writeHead(301, { location: `https://${DOMAIN}/`, 'set-cookie': 'AWSALB=s3cret; Path=/' }).end();
  const { facts, findings } = await seen(https.createServer(await pair(), page), http.createServer(setting));
  const all = findings.flatMap((one) => [one, ...one.explains]);
  expect(all.find(({ id }) => id === 'APP-02')?.expert).toContain('sets AWSALB');
  expect(JSON.stringify(facts)).not.toContain('s3cret');
});

test('a key that takes much computing', async () => {
  const args = ['-x509', '-newkey', 'rsa:3072', '-nodes', '-subj', '/CN=x', '-keyout', '-', '-out', '-'];
  const pem = execFileSync('openssl', ['req', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const { facts } = await seen(https.createServer({ key: pem, cert: pem }, page));
  expect(facts.handshakes?.[0]?.certificate?.key).toBe('RSA 3072');
});

test('a server that cuts every handshake', async () => {
  const { ids } = await seen(net.createServer((socket) => socket.once('data', () => socket.destroy())));
  expect(ids).toContain('TLS-CLOSED');
});

test('a server that refuses every name', async () => {
  const alert = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 112])));
  });
  expect((await seen(alert)).ids).toContain('TLS-02');
});

test('a server that accepts and never speaks', async () => {
  const { ids, findings, tookMs } = await seen(net.createServer((socket) => socket.on('error', () => undefined)));
  expect(ids).toEqual(expect.arrayContaining(['TLS-SLOW', 'NET-REFUSED-80']));
  expect(findings.find(({ id }) => id === 'TLS-SLOW')?.severity).toBe('down');
  expect(tookMs).toBeLessThan(15_000);
});

test('TLS 1.0 and 1.1 are still taken', async () => {
  const old = { minVersion: 'TLSv1' as const, ciphers: 'DEFAULT:@SECLEVEL=0' };
  const { facts } = await seen(https.createServer({ ...(await pair()), ...old }, page));
  expect(facts.endpoints?.[0]?.accepts).toEqual({ TLSv1: true, 'TLSv1.1': true, 'TLSv1.2': true, 'TLSv1.3': true });
});

test('TLS 1.3 alone', async () => {
  const { facts } = await seen(https.createServer({ ...(await pair()), minVersion: 'TLSv1.3' }, page));
  expect(facts.endpoints?.[0]?.accepts).toEqual({ TLSv1: false, 'TLSv1.1': false, 'TLSv1.2': false, 'TLSv1.3': true });
});

test.each([
  ['expired', () => pair(allNames(), -0.5), 'CERT-01'],
  ['of another name', () => pair([`shop.${DOMAIN}`]), 'CERT-02'],
  ['without www.', () => pair([DOMAIN, `app.${DOMAIN}`]), 'CERT-02'],
])('a certificate that is %s', async (_what, issue, id) => {
  const { facts, ids } = await seen(https.createServer(await issue(), page));
  expect(facts.handshakes?.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
  expect(ids).toEqual(expect.arrayContaining([expect.stringMatching(`(^|> )${id}$`)]));
});

test('a certificate that signs itself', async () => {
  const now = Date.now();
  const { key, chain } = await issueServerCertificate({
    names: allNames(),
    notBefore: new Date(now - WEEK_MS),
    notAfter: new Date(now + 10 * WEEK_MS),
  });
  const { facts } = await seen(https.createServer({ key, cert: chain }, page));
  expect(facts.handshakes?.map(({ certificate }) => certificate?.trust)).toEqual(Array(3).fill('self-signed'));
});

test('a chain that ends at a root that nobody knows', async () => {
  const unknown = await createTestAuthority();
  const { key, chain } = await unknown.issue(allNames());
  const { facts } = await seen(https.createServer({ key, cert: chain + unknown.pem }, page));
  expect(facts.handshakes?.map(({ certificate }) => certificate?.trust)).toEqual(Array(3).fill('unknown-root'));
});

test('two names that send to each other', async () => {
  const port: { https?: number } = {};
  const loop: http.RequestListener = (request, response) => {
    const to = request.headers.host?.startsWith('www.') === true ? DOMAIN : `www.${DOMAIN}`;
    response.writeHead(301, { location: `https://${to}:${String(port.https)}/` }).end();
  };
  const secure = https.createServer(await pair(), loop);
  port.https = await listenOnLoopback(secure);
  const httpPort = await listenOnLoopback(http.createServer(loop));
  const { facts } = await look({ domain: DOMAIN, httpPort, httpsPort: port.https });
  expect(facts.redirects?.map(({ end }) => end)).toEqual(Array(6).fill('loop'));
});

test('a challenge that is redirected to the shop’s own port', async () => {
  const { facts, ids } = await seen(
    https.createServer(await pair(), page),
    http.createServer((request, response) => {
      response.writeHead(302, { location: `http://${DOMAIN}:3001${String(request.url)}` }).end();
    }),
  );
  expect(facts.challengeAnswers?.map(({ badRedirect }) => badRedirect)).toEqual(
    Array(3).fill('a redirect to port 3001'),
  );
  expect(ids.some((id) => id.endsWith('ACME-03'))).toBe(true);
});

test('a balancer in front that reaches nobody', async () => {
  const gateway: http.RequestListener = (_request, response) => void response.writeHead(502, { server: 'nginx' }).end();
  const { ids } = await seen(https.createServer(await pair(), gateway), http.createServer(gateway));
  expect(ids[0]).toBe('PRX-GATEWAY');
  expect(ids).toContain('PRX-GATEWAY > PRX-ERRORS');
});

test('an address that is dead beside one that lives', async () => {
  const { ids } = await seen(https.createServer(await pair(), page), http.createServer(page), {
    addresses: ['127.0.0.1', '127.0.0.2'],
  });
  expect(ids).toContain('NET-ONE-DEAD');
});
