/** What is asked from the machine, and by whom it is heard: authority and registry, worker, reverse names. */
import { createSocket } from 'node:dgram';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer } from 'node:net';
import { decode, encode, type Answer } from 'dns-packet';
import type { Context } from '../../../server/doctor/context';
import { gather } from '../../../server/doctor/gather';
import type { AnyProbe } from '../../../server/doctor/probe';
import { PROBES } from '../../../server/doctor/probes';
import type { Facts } from '../../../server/health/facts';
import { insideContext } from '../../setup/doctor';
import { closeLater, createTestAuthority, listenOnLoopback, newDirectory } from '../support/edge';

const contextOf = async (env: Record<string, string>, reach: Partial<Context['reach']> = {}): Promise<Context> => {
  const context = insideContext({ DOMAIN: 'essence-aura.com', DATA_DIR: await newDirectory(), ...env });
  const { target } = context;
  return { ...context, target: { ...target, isPublic: true }, reach: { ...context.reach, ...reach } };
};
const probesOf = (...facts: readonly (keyof Facts)[]): readonly AnyProbe[] =>
  PROBES.filter(({ fact }) => facts.includes(fact));
const OPTIONS = { signal: AbortSignal.timeout(60_000), tell: () => undefined };

test('authority and registry are asked once each, and tell the time as well', async () => {
  const authority = await createTestAuthority();
  const { key, chain: cert } = await authority.issue(['localhost']);
  const asked: string[] = [];
  const server = createHttpsServer({ key, cert }, ({ url = '' }, response) => {
    asked.push(url);
    const services = [[['com'], [`${origin}/rdap/`]]];
    response.end(JSON.stringify(url === '/dns.json' ? { services } : {}));
  });
  const origin = `https://localhost:${await listenOnLoopback(server)}`;
  const ahead = { now: () => new Date(Date.now() + 3_600_000) };
  const context = await contextOf(
    { CERTIFICATES: 'acme', ACME_DIRECTORY_URL: `${origin}/directory` },
    { extraRoots: [authority.pem], rdapBootstrapUrl: `${origin}/dns.json` },
  );
  const probes = probesOf('registryServer', 'registration', 'outbound', 'clocks');
  const { facts } = await gather(probes, { ...context, clock: ahead }, OPTIONS);
  expect(asked.sort()).toEqual(['/directory', '/dns.json', '/rdap/domain/essence-aura.com']);
  expect(facts.clocks?.map(({ aheadSeconds }) => Math.round(aheadSeconds / 60))).toEqual([60, 60]);
  expect(facts.outbound).toMatchObject({ code: null, said: 'HTTP 200' });
});

const idleAt = async (port: number): Promise<unknown> => {
  const { facts } = await gather(probesOf('idleMs'), await contextOf({ SHOP_PORT: String(port) }), OPTIONS);
  return facts.idleMs;
};

test('who ends idle connections without a word is measured; who tells it before is heeded by the edge', async () => {
  const curt = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
      setTimeout(() => socket.destroy(), 300);
    });
  });
  const { worker, edge } = (await idleAt(await listenOnLoopback(curt))) as Facts['idleMs'];
  expect([Number(worker) >= 290 && Number(worker) < 1_500, edge]).toEqual([true, 2_000]);
  const telling = createHttpServer({ keepAliveTimeout: 500 }, (_request, response) => response.end('{}'));
  expect(await idleAt(await listenOnLoopback(telling))).toEqual({ worker: null, edge: 2_000 });
});

/** Names of addresses, and addresses of names. */
async function startNames(records: Readonly<Record<string, string>>): Promise<string> {
  const socket = createSocket('udp4');
  socket.on('message', (message, peer) => {
    const { id = 0, questions = [] } = decode(message);
    const { name = '', type = 'A' } = questions[0] ?? {};
    const data = records[`${type} ${name}`];
    const answers = data === undefined ? [] : [{ type, name, ttl: 60, data } as Answer];
    const flags = data === undefined ? 3 : 0;
    socket.send(encode({ type: 'response', id, flags, questions, answers }), peer.port, peer.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  closeLater(() => new Promise<void>((resolve) => socket.close(() => resolve())));
  return `127.0.0.1:${socket.address().port}`;
}

const PTR = 'PTR 9.2.0.192.in-addr.arpa';

test.each<[string, Record<string, string>, string[]]>([
  ['that leads back', { [PTR]: 'mail.shop.test', 'A mail.shop.test': '192.0.2.9' }, ['mail.shop.test']],
  ['that leads elsewhere', { [PTR]: 'mail.shop.test', 'A mail.shop.test': '192.0.2.1' }, []],
  ['that is not there', {}, []],
])('the name of an address that mails come from, %s', async (_what, records, names) => {
  const resolver = await startNames(records);
  const context = await contextOf({ MAIL_URL: 'smtp://localhost:25' }, { resolvers: [resolver] });
  const [own] = probesOf('reverseName');
  const known = { addresses: [{ host: 'essence-aura.com', address: '192.0.2.9' }] };
  expect(await own!.gather(context, known, OPTIONS.signal)).toEqual({ address: '192.0.2.9', names });
});

test('of mails that leave by another machine no name is asked', async () => {
  const context = await contextOf({ MAIL_URL: 'smtp://smtp.mail-relay.com:587' });
  const [own] = probesOf('reverseName');
  await expect(own!.gather(context, { addresses: [] }, OPTIONS.signal)).rejects.toThrow('by another machine');
});
