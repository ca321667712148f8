import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { createSelfSigned } from '../../../server/certificates/self-signed';
import { isReady } from '../../../server/release/readiness';

let asked: (readonly (string | undefined)[])[];
let status: number;
let server: https.Server;
let port: number;
beforeAll(async () => {
  const { key, chain } = await createSelfSigned(['localhost'], new Date());
  server = https.createServer({ key, cert: chain }, (request, response) => {
    asked.push([request.headers.host, request.url]);
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"status":"ready"}');
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  asked = [];
});

test('a shop is ready when its edge says so under its name, whoever has signed its certificate', async () => {
  status = 200;
  expect(await isReady('localhost', port)).toBe(true);
  expect(asked).toEqual([['localhost', '/readyz']]);
});

test('it is not while it says so, or nobody answers', async () => {
  status = 503;
  expect(await isReady('localhost', port)).toBe(false);
  expect(await isReady('localhost', 1)).toBe(false);
  expect(await isReady('no-such-name.invalid', port)).toBe(false);
});
