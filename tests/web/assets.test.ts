import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { buildAssets } from '../../server/assets/build';
import { loadAssets } from '../../server/assets/manifest';
import { createShop } from '../../server/bin/create-shop';
import { lend } from '../setup/lend';
import { withShop } from '../setup/shop';
import { ask, serve, type Answer } from './change-feed/follower';

const CSS = `a{color:red}${Array.from({ length: 60 }, (_, n) => `.n${n}{margin:${n}px}`).join('')}`;
const FONT = 'f'.repeat(500);

const shop = withShop();

async function open() {
  const directory = mkdtempSync(path.join(tmpdir(), 'essence-assets-'));
  const publicDir = path.join(directory, 'public');
  for (const [name, content] of [
    ['css/main.css', CSS],
    ['js/main.ts', Array.from({ length: 60 }, (_, n) => `console.log("line ${n}");`).join('\n')],
    ['icons/mark.svg', `<svg>${'<path d="M0 0h9v9z"/>'.repeat(50)}</svg>`],
    ['icons/gone.svg', `<svg>${'<path d="M9 9h9v9z"/>'.repeat(50)}</svg>`],
    ['fonts/s.woff2', FONT],
  ] as const) {
    mkdirSync(path.join(publicDir, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(publicDir, name), content);
  }
  await buildAssets({ publicDir, outDir: path.join(directory, 'out') });
  const assets = loadAssets(path.join(directory, 'out'));
  const built = createShop({ ...shop.context, assets });
  return { directory, assets, built, served: await serve(built) };
}

/** The shop with assets as a build makes them. */
const site = lend({
  on: shop,
  open,
  async close({ directory, built, served }) {
    await served.close();
    await built.close();
    rmSync(directory, { recursive: true, force: true });
  },
});

const get = (name: string, acceptEncoding?: string, method = 'GET'): Promise<Answer> =>
  ask(site.served, {
    path: site.assets.url(name),
    method,
    headers: acceptEncoding === undefined ? {} : { 'Accept-Encoding': acceptEncoding },
  });

const bytes = ({ body }: Answer): Buffer => Buffer.from(body, 'latin1');

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['br;q=0.1, gzip;q=0.9', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['br;q=0, gzip;q=0', undefined],
  ['gzip;q=0, *', 'br'],
  ['*', 'br'],
  ['*;q=0', undefined],
  ['identity', undefined],
  ['identity, br;q=0.5', undefined],
  ['zstd', undefined],
  ['BR', 'br'],
  ['', undefined],
  [undefined, undefined],
])('to one that takes "%s" it is sent as %s', async (acceptEncoding, expected) => {
  const answer = await get('css/main.css', acceptEncoding);
  expect(answer.status).toBe(200);
  expect(answer.headers['content-encoding']).toBe(expected);
  const decode = { br: brotliDecompressSync, gzip: gunzipSync }[expected ?? ''] ?? ((content: Buffer) => content);
  expect(decode(bytes(answer)).toString()).toContain('.n59{margin:59px}');
  expect(answer.headers['content-length']).toBe(String(bytes(answer).length));
});

test.each([
  ['css/main.css', 'text/css; charset=utf-8'],
  ['js/main.js', 'text/javascript; charset=utf-8'],
  ['icons/mark.svg', 'image/svg+xml'],
])('%s is what it is however it is sent, is kept for good, and differs by encoding', async (name, type) => {
  const answers = await Promise.all(['br', 'gzip', 'identity'].map((encoding) => get(name, encoding)));
  for (const { headers } of answers) {
    expect(headers).toMatchObject({
      'content-type': expect.stringMatching(new RegExp(`^${type.replace('+', String.raw`\+`)}`)) as unknown,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    });
    expect(headers['set-cookie']).toBeUndefined();
  }
  expect(new Set(answers.map(({ headers }) => headers.etag)).size).toBe(3);
});

test('what is compressed already is sent as it is, and differs by nothing', async () => {
  const { status, headers, body } = await get('fonts/s.woff2', 'br, gzip');
  expect({ status, body }).toEqual({ status: 200, body: FONT });
  expect(headers).toMatchObject({
    'content-type': 'font/woff2',
    'cache-control': expect.stringContaining('immutable') as unknown,
  });
  expect([headers.vary, headers['content-encoding']]).toEqual([undefined, undefined]);
});

test('HEAD tells the headers of each encoding', async () => {
  for (const encoding of ['br', 'gzip', 'identity']) {
    const [whole, head] = [await get('css/main.css', encoding), await get('css/main.css', encoding, 'HEAD')];
    expect(head.body).toBe('');
    expect({ ...head.headers, date: '' }).toEqual({ ...whole.headers, date: '' });
  }
});

test('whose copy is still right is told so', async () => {
  const { headers } = await get('css/main.css', 'br');
  const again = await ask(site.served, {
    path: site.assets.url('css/main.css'),
    headers: { 'Accept-Encoding': 'br', 'If-None-Match': String(headers.etag) },
  });
  expect(again).toMatchObject({ status: 304, body: '', headers: { vary: 'Accept-Encoding', etag: headers.etag } });
});

test('a part that is asked for is answered with the whole', async () => {
  const path_ = site.assets.url('css/main.css');
  const { status, headers } = await ask(site.served, { path: path_, headers: { Range: 'bytes=0-4' } });
  expect({ status, range: headers['content-range'] }).toEqual({ status: 200, range: undefined });
});

test('a file that is gone since the shop started is missing, and that is kept by nobody', async () => {
  rmSync(path.join(site.assets.directory, `${path.basename(site.assets.url('icons/gone.svg'))}.br`));
  const { status, headers } = await get('icons/gone.svg', 'br');
  expect({ status, keep: headers['cache-control'] }).toEqual({ status: 404, keep: 'no-store' });
  expect([headers.etag, headers['content-encoding']]).toEqual([expect.not.stringContaining('gone'), undefined]);
});

test('there is no such file: what was never built, the compressed ones by themselves, and what lies outside', async () => {
  const css = site.assets.url('css/main.css');
  const outside = [
    '/assets/../manifest.json',
    '/assets/..%2fmanifest.json',
    '/assets/%2e%2e/manifest.json',
    '/assets/',
  ];
  for (const path of [
    `${css}.br`,
    `${css}.gz`,
    '/assets/main.ffffffffff.css',
    ...outside,
    '/assets',
    '/assets/%zz',
    '/assets/%00',
  ]) {
    const { status, headers } = await ask(site.served, { path });
    expect({ path, status, keep: headers['cache-control'] }).toEqual({ path, status: 404, keep: 'no-store' });
    expect(headers['set-cookie']).toBeUndefined();
  }
  const { status } = await ask(site.served, { path: css, method: 'POST' });
  expect(status).toBe(404);
});
