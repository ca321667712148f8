/** What a CA may say instead of a certificate, from a directory that says only that. */
import { readFile } from 'node:fs/promises';
import type http from 'node:http';
import path from 'node:path';
import { createCertificateStore } from '../../server/certificates/store';
import { answerChallenges } from './support/acme-server';
import { configOf, firstFailureOf } from './support/acme-shop';
import { newDirectory, startSecureServer, type LogLine } from './support/edge';

interface Refusal {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

/** An ACME directory whose every answer but the directory itself is the given one. */
async function firstFailure(refusal: Refusal): Promise<{ failure: LogLine; asked: number; dataDir: string }> {
  const dataDir = await newDirectory();
  const caFile = path.join(dataDir, 'ca.pem');
  let asked = 0;
  let base = '';
  const handler: http.RequestListener = ({ url }, response) => {
    if (url === '/dir') {
      const directory = { newNonce: `${base}/nonce`, newAccount: `${base}/account`, newOrder: `${base}/order` };
      return void response.end(JSON.stringify(directory));
    }
    if (url === '/nonce') return void response.writeHead(200, { 'replay-nonce': 'bm9uY2U' }).end();
    asked += 1;
    response.writeHead(refusal.status, { 'replay-nonce': 'bm9uY2U', ...refusal.headers }).end(refusal.body);
  };
  base = await startSecureServer(handler, caFile);
  const store = createCertificateStore(dataDir);
  await store.prepare(new Date());
  const config = configOf(dataDir, await answerChallenges(store), { directoryUrl: `${base}/dir`, caFile });
  return { failure: await firstFailureOf(config), asked, dataDir };
}

const problem = (type: string, detail: string): string =>
  JSON.stringify({ type: `urn:ietf:params:acme:error:${type}`, detail });

describe('a CA that refuses', () => {
  test('for a rate limit is not asked again before the time it names, and its words are kept for the owner', async () => {
    const detail = 'too many certificates (5) already issued for this exact set of identifiers in the last 168h0m0s';
    const { failure, asked, dataDir } = await firstFailure({
      status: 429,
      headers: { 'retry-after': '7200' },
      body: problem('rateLimited', detail),
    });
    expect(failure['reason']).toBe(`the CA answered 429 rateLimited: ${detail}`);
    const waitMs = new Date(failure['nextAttemptAt'] as string).getTime() - Date.now();
    expect(waitMs).toBeGreaterThan(7_100_000);
    expect(waitMs).toBeLessThanOrEqual(7_200_000);
    expect(asked).toBe(1);
    const kept = JSON.parse(await readFile(createCertificateStore(dataDir).paths.status, 'utf8')) as unknown;
    expect(kept).toMatchObject({ reason: failure['reason'], nextAttemptAt: failure['nextAttemptAt'] });
  });

  test('because it is busy is asked again when it said', async () => {
    const date = new Date(Date.now() + 600_000).toUTCString();
    const { failure } = await firstFailure({
      status: 503,
      headers: { 'retry-after': date },
      body: problem('serverInternal', 'Service busy; retry later'),
    });
    expect(failure['reason']).toContain('503 serverInternal: Service busy; retry later');
    expect(new Date(failure['nextAttemptAt'] as string).toUTCString()).toBe(date);
  });

  test('several names at once is quoted name by name', async () => {
    const body = JSON.stringify({
      type: 'urn:ietf:params:acme:error:rejectedIdentifier',
      detail: 'Error creating new order',
      subproblems: [
        { detail: 'forbidden by policy', identifier: { type: 'dns', value: 'www.essence-aura.test' } },
        { detail: 'not a valid public suffix', identifier: { type: 'dns', value: 'app.essence-aura.test' } },
      ],
    });
    const { failure } = await firstFailure({ status: 400, body });
    expect(failure['reason']).toBe(
      'the CA answered 400 rejectedIdentifier: Error creating new order; www.essence-aura.test: forbidden by policy; app.essence-aura.test: not a valid public suffix',
    );
  });

  test.each([
    [
      'a page',
      '<html><head><title>502 Bad Gateway</title></head><body><h1>Bad\nGateway</h1></body></html>',
      '502 Bad Gateway Bad Gateway',
    ],
    ['text', 'upstream\r\nis \u001b[31mdown', 'upstream is [31mdown'],
    ['a document without a type', '{"detail":"try later"}', 'try later'],
    ['a document whose type is no text', '{"type":7,"detail":"try later"}', 'try later'],
    ['a document with a title only', '{"type":"about:blank","title":"Bad Gateway"}', 'Bad Gateway'],
    ['other JSON', '{"message":"try later"}', '{"message":"try later"}'],
  ])('in another form than its own (%s) is quoted by its status and its words', async (_what, body, said) => {
    const { failure } = await firstFailure({ status: 502, body });
    expect(failure['reason']).toBe(`the CA answered 502: ${said}`);
  });

  test('without a word is quoted by its status', async () => {
    const { failure } = await firstFailure({ status: 502, body: '' });
    expect(failure['reason']).toBe('the CA answered 502');
  });
});
