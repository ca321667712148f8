/** OPTIONS tells nobody which addresses there are; a preflight of the API is answered as ever. */
import request from 'supertest';
import { withShop } from '../setup/shop';
import { ORIGIN } from '../setup/visitor';

const shop = withShop();

const ask = (host: string, path: string, headers: Record<string, string> = {}) =>
  request(shop.shop.app)
    .options(path)
    .set({ 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': `${host}:8443`, 'X-Forwarded-For': '127.0.0.1' })
    .set(headers);

const APEX = 'essence-aura.localhost';
const APP = `app.${APEX}`;
const PREFLIGHT = { Origin: ORIGIN, 'Access-Control-Request-Method': 'POST' };

test.each([
  [APP, '/admin/orders', '/admin/nowhere'],
  [APP, '/admin/people/new', '/nowhere'],
  [APP, '/api/v1/cart', '/api/v1/nowhere'],
  [APEX, '/cart/items', '/cart/nowhere'],
  [APEX, '/api/v1/cart', '/api/v1/nowhere'],
  [APEX, '/healthz', '/nowhere'],
])('at %s %s is answered as %s is', async (host, there, nowhere) => {
  for (const headers of [{}, host === APEX ? PREFLIGHT : {}, { Origin: 'https://evil.example' }]) {
    const [one, other] = [await ask(host, there, headers), await ask(host, nowhere, headers)];
    const told = ({ status, text, headers: sent }: typeof one) => ({
      status,
      text,
      sent: { ...sent, date: '', 'x-request-id': '' },
    });
    expect(told(one)).toEqual(told(other));
    expect([one.status, one.headers['content-type']]).toEqual([405, 'text/plain; charset=utf-8']);
    expect(one.headers['allow']).toBe('GET, HEAD, POST');
  }
});

test('a preflight of a script of the apex is answered, and one of the desk is not', async () => {
  const answer = await ask(APP, '/api/v1/cart/items', PREFLIGHT).expect(204);
  expect(answer.headers['access-control-allow-origin']).toBe(ORIGIN);
  expect(answer.headers['access-control-allow-credentials']).toBe('true');
  const refused = await ask(APP, '/admin/orders', PREFLIGHT).expect(405);
  expect(refused.headers['access-control-allow-origin']).toBeUndefined();
});
