import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import tls from 'node:tls';
import { reach } from '../conventions/source-files';
import { connectHttp2, resumes, secure, servedFingerprint, sessionOf } from './support/client';
import { noteDials } from './support/dials';
import {
  allNames,
  closeLater,
  DOMAIN,
  sayOk,
  startEdge,
  startEdgeAndShop,
  tlsTo,
  to,
  until,
  type RunningEdge,
} from './support/edge';

const start = async (options: Parameters<typeof startEdgeAndShop>[1] = {}): Promise<RunningEdge> =>
  (await startEdgeAndShop(sayOk, options)).edge;
const ANY_CA = { ca: undefined as unknown as string };

describe('the certificate in use', () => {
  test('is self-signed until the store has one, and that one is served without a restart', async () => {
    const edge = await start({ certificate: false });
    await expect(secure(to(edge))).rejects.toThrow('self-signed certificate');
    const ready = await secure(to(edge, { path: '/readyz', ...ANY_CA }));
    expect(ready.status).toBe(503);
    await edge.store.install('local', await edge.authority.issue(allNames()), new Date());
    await until(async () => (await secure(to(edge)).catch(() => null))?.status === 200);
  });

  test('is replaced within seconds, and no connection notices', async () => {
    const edge = await start();
    const before = await servedFingerprint(to(edge));
    const http2 = await connectHttp2(to(edge));
    const kept = tls.connect(tlsTo(edge));
    closeLater(() => kept.destroy());
    kept.setEncoding('utf8');
    const ask = (): Promise<string> => {
      kept.write(`GET / HTTP/1.1\r\nHost: ${DOMAIN}\r\n\r\n`);
      return new Promise((resolve) => kept.once('data', resolve));
    };
    expect(await ask()).toContain('200 OK');

    const next = await edge.store.install('local', await edge.authority.issue(allNames()), new Date());
    await until(async () => (await servedFingerprint(to(edge))) === next.fingerprint);
    expect(next.fingerprint).not.toBe(before);
    expect(await ask()).toContain('200 OK');
    expect((await http2.request({ ':path': '/' })).status).toBe(200);
    expect(http2.session.destroyed).toBe(false);
    for (const host of [`www.${DOMAIN}`, `app.${DOMAIN}`, '127.0.0.1']) {
      expect(await servedFingerprint(to(edge, { host }))).toBe(next.fingerprint);
    }
  });

  test('stays when the whole store disappears under a running edge', async () => {
    const edge = await start();
    const before = await servedFingerprint(to(edge));
    await rm(edge.store.paths.current);
    const other = await edge.authority.issue(allNames());
    await rm(edge.store.paths.bundles, { recursive: true });
    await until(() =>
      edge.log.some((line) => String(line['msg']).includes('self-signed') || line['problem'] !== undefined),
    );
    expect(await servedFingerprint(to(edge))).toBe(before);
    await edge.store.prepare(new Date());
    const back = await edge.store.install('local', other, new Date());
    await until(async () => (await servedFingerprint(to(edge))) === back.fingerprint);
  });
});

describe('a store of which a part can not be read', () => {
  const over = (dataDir: string): Promise<RunningEdge> => startEdge({ shopPort: 1, dataDir, certificate: false });

  test('loses only that: without the key of session tickets the certificate is served all the same', async () => {
    const edge = await start();
    const before = await servedFingerprint(to(edge));
    await mkdir(edge.store.paths.ticketKey);
    const restarted = await over(path.dirname(edge.store.paths.root));
    expect(await servedFingerprint({ ...to(restarted), ca: edge.authority.pem })).toBe(before);
    expect(JSON.stringify(restarted.log)).toContain('the key of TLS session tickets can not be read');
    expect(restarted.log.some(({ msg }) => msg === 'certificate in use')).toBe(true);
  });

  test('where `current` is a copy of the certificate, the one it was copied from is served', async () => {
    const edge = await start();
    const { current, root } = edge.store.paths;
    const text = await readFile(current);
    await rm(current);
    await writeFile(current, text);
    const restarted = await over(path.dirname(root));
    expect(await servedFingerprint({ ...to(restarted), ca: edge.authority.pem })).toBe(
      await servedFingerprint(to(edge)),
    );
    expect(JSON.stringify(restarted.log)).not.toContain('the certificate store has a fault');
  });
});

describe('what the listener serves', () => {
  test('is what is said to be in use: one that it does not serve is not, and the one before goes on', async () => {
    const edge = await start();
    const before = await servedFingerprint(to(edge));
    const spy = jest.spyOn(tls.Server.prototype, 'setSecureContext').mockImplementationOnce(() => undefined);
    await edge.store.install('local', await edge.authority.issue(allNames()), new Date());
    const refused = (): unknown =>
      edge.log.find(({ msg }) => String(msg).startsWith('a certificate can not be served'));
    await until(() => refused() !== undefined);
    spy.mockRestore();
    expect(refused()).toMatchObject({ reason: expect.stringContaining(`the listener serves ${before}`) });
    expect(edge.log.filter(({ msg }) => msg === 'certificate in use')).toHaveLength(1);
    expect(await servedFingerprint(to(edge))).toBe(before);
  });

  test('is asked without taking a place from a visitor, nor a line in the access log', async () => {
    const edge = await start({ limits: { connectionsPerAddress: 1, connections: 1 } });
    const held = tls.connect(tlsTo(edge));
    closeLater(() => held.destroy());
    await new Promise((resolve) => held.once('secureConnect', resolve));
    await edge.store.install('local', await edge.authority.issue(allNames()), new Date());
    await until(() => edge.log.filter(({ msg }) => msg === 'certificate in use').length === 2);
    expect(held.destroyed).toBe(false);
    expect(edge.log.filter(({ msg }) => msg === 'request')).toEqual([]);
  });
});

describe('TLS sessions', () => {
  const another = ({ store, authority }: RunningEdge): Promise<RunningEdge> =>
    startEdge({ shopPort: 1, dataDir: path.dirname(store.paths.root), authority, certificate: false });

  test('a new ticket key is taken up without a restart, and ends the sessions of the old one', async () => {
    const first = await start();
    await first.store.saveTicketKey(Buffer.alloc(48, 7));
    const edge = await another(first);
    const session = await sessionOf(to(edge), 'TLSv1.3');
    expect(await resumes(to(edge), 'TLSv1.3', session)).toBe(true);
    await first.store.saveTicketKey(Buffer.alloc(48, 8));
    await until(async () => !(await resumes(to(edge), 'TLSv1.3', session)));
  });

  test('without a shared key another process makes a full handshake', async () => {
    const first = await start();
    const second = await another(first);
    expect(await resumes(to(second), 'TLSv1.3', await sessionOf(to(first), 'TLSv1.3'))).toBe(false);
  });
});

test('no handshake can order: what orders is not even loaded by the edge', () => {
  const { files, packages } = reach('server/bin/edge.ts');
  expect(files).toContain('server/certificates/store.ts');
  expect(packages).not.toContain('acme-client');
  expect(files.filter((file) => /certificates\/(?:acme|manager|ordering|create)/.test(file))).toEqual([]);
});

describe('greenlock’s own core', () => {
  test('never reaches out: an edge that serves dials nothing but the shop', async () => {
    const dials = noteDials();
    const edge = await start({ certificate: false });
    await secure(to(edge, ANY_CA));
    await secure(to(edge, { host: 'evil.test', ...ANY_CA })).catch(() => undefined);
    dials.stop();
    expect(dials.made.length).toBeGreaterThan(0);
    expect([...new Set(dials.made.map(({ host }) => host))]).toEqual(['127.0.0.1']);
  });
});
