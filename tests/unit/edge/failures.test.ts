import { createHash } from 'node:crypto';
import { errorAnswer, languageOf } from '../../../server/edge/error-pages';
import { FAILURES, failureOfError, type FailureName } from '../../../server/edge/failures';

const withCode = (code: string): Error => Object.assign(new Error(code), { code });
const names = Object.keys(FAILURES) as FailureName[];

describe('classes of failure', () => {
  test.each([
    ['ECONNREFUSED', 'shop-refused', 503],
    ['UND_ERR_CONNECT_TIMEOUT', 'shop-refused', 503],
    ['UND_ERR_HEADERS_TIMEOUT', 'shop-timeout', 504],
    ['UND_ERR_SOCKET', 'shop-closed', 502],
    ['ECONNRESET', 'shop-closed', 502],
    ['UND_ERR_HEADERS_OVERFLOW', 'shop-nonsense', 502],
    ['ERR_INVALID_CHAR', 'shop-nonsense', 502],
    ['SOMETHING_NEW', 'edge-error', 500],
  ] as const)('%s is %s and answers %i', (code, failure, status) => {
    expect(failureOfError(withCode(code))).toBe(failure);
    expect(FAILURES[failure].status).toBe(status);
  });
});

describe('the edge’s own pages', () => {
  const request = { path: '/perfumes', requestId: 'id-1', repeatable: true };

  test('the language is that of the path', () => {
    expect(languageOf('/en')).toBe('en');
    expect(languageOf('/en/perfumes')).toBe('en');
    expect(languageOf('/entry')).toBe('ko');
    expect(errorAnswer('shop-refused', request).body).toContain('<html lang="ko">');
    expect(errorAnswer('shop-refused', { ...request, path: '/en/cart' }).body).toContain('Closed for a moment');
  });

  test.each(names)('%s: the policy allows exactly the style that is in the page, and nothing else', (failure) => {
    const { headers, body } = errorAnswer(failure, request);
    const style = /<style>([^]*)<\/style>/.exec(body)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers['content-security-policy']).toContain(`style-src 'sha256-${hash}'`);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(body).not.toMatch(/<script|style="|src=|https?:/);
    expect(headers['cache-control']).toBe('no-store');
    expect(Number(headers['content-length'])).toBe(Buffer.byteLength(body));
    expect(body).toContain('id-1');
  });

  test('who should come back is told when', () => {
    const saying = names.filter((name) => errorAnswer(name, request).headers['retry-after'] !== undefined);
    expect(saying).toEqual(['shop-refused', 'shop-busy', 'too-many-requests', 'too-many-connections']);
  });

  test('what is wrong with the request itself is not offered to be loaded again', () => {
    const offering = names.filter((name) => errorAnswer(name, request).body.includes('href=""'));
    expect(new Set(offering.map((name) => FAILURES[name].status))).toEqual(
      new Set([408, 429, 431, 500, 502, 503, 504]),
    );
  });

  test('a page that came of a form offers no reload', () => {
    expect(errorAnswer('shop-closed', request).body).toContain('href=""');
    expect(errorAnswer('shop-closed', { ...request, repeatable: false }).body).not.toContain('href=""');
  });
});
