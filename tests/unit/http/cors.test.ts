import { corsHeaders, isApiPath, isPreflight, type CorsRequest } from '../../../server/http/cors';

const APEX = 'https://essence-aura.com';

const get = (origin: string | null): CorsRequest => ({
  method: 'GET',
  origin,
  requestMethod: null,
  requestHeaders: null,
});

const preflight = (changes: Partial<CorsRequest> = {}): CorsRequest => ({
  method: 'OPTIONS',
  origin: APEX,
  requestMethod: 'POST',
  requestHeaders: 'content-type',
  ...changes,
});

test('the apex may call the API on app. with credentials, named exactly and never as a wildcard', () => {
  const headers = corsHeaders(get(APEX), APEX);
  expect(headers['access-control-allow-origin']).toBe(APEX);
  expect(headers['access-control-allow-credentials']).toBe('true');
  expect(headers['access-control-expose-headers']).toContain('retry-after');
  expect(headers['access-control-max-age']).toBeUndefined();
});

test('a preflight from the apex is allowed and remembered', () => {
  const headers = corsHeaders(preflight(), APEX);
  expect(headers).toMatchObject({
    'access-control-allow-origin': APEX,
    'access-control-allow-credentials': 'true',
    'access-control-max-age': '7200',
    vary: 'Origin',
  });
  expect(headers['access-control-allow-methods']?.split(', ')).toContain('DELETE');
  expect(headers['access-control-allow-headers']?.split(', ')).toContain('content-type');
});

test.each([
  null,
  'null',
  'https://www.essence-aura.com',
  'https://app.essence-aura.com',
  'http://essence-aura.com',
  'https://essence-aura.com/',
  'https://essence-aura.com:8443',
  'https://essence-aura.com.evil.test',
  'https://ESSENCE-AURA.com',
  '*',
])('the origin %p gets nothing but Vary', (origin) => {
  expect(corsHeaders(get(origin), APEX)).toEqual({ vary: 'Origin' });
  expect(corsHeaders(preflight({ origin }), APEX)).toEqual({ vary: 'Origin' });
});

test('a method or a header that the API does not take is not allowed', () => {
  expect(corsHeaders(preflight({ requestMethod: 'TRACE' }), APEX)).toEqual({ vary: 'Origin' });
  expect(corsHeaders(preflight({ requestHeaders: 'content-type, x-http-method-override' }), APEX)).toEqual({
    vary: 'Origin',
  });
});

test('names of headers are compared without regard to case or spaces, and none at all is fine', () => {
  expect(corsHeaders(preflight({ requestHeaders: ' Content-Type ,IDEMPOTENCY-KEY' }), APEX)).toHaveProperty(
    'access-control-max-age',
  );
  expect(corsHeaders(preflight({ requestHeaders: null }), APEX)).toHaveProperty('access-control-max-age');
});

test('OPTIONS is a preflight only with Origin and Access-Control-Request-Method', () => {
  expect(isPreflight(preflight())).toBe(true);
  expect(isPreflight(preflight({ requestMethod: null }))).toBe(false);
  expect(isPreflight(preflight({ origin: null }))).toBe(false);
  expect(isPreflight({ ...preflight(), method: 'POST' })).toBe(false);
});

test('only the API is open across origins, never the desk', () => {
  expect(isApiPath('/api/v1/cart/items')).toBe(true);
  expect(isApiPath('/admin')).toBe(false);
  expect(isApiPath('/apiary')).toBe(false);
});
