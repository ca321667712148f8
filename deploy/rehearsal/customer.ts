/** A customer who orders by bank transfer, over HTTPS, with nothing but a cookie: quick enough to have many of them. */
import https from 'node:https';

export interface Shop {
  readonly domain: string;
  readonly address: string;
  readonly ca: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

export interface Question {
  readonly path: string;
  readonly host?: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly from?: string;
  readonly timeoutMs?: number;
}

/** One request on a connection of its own. Rejects when there is no whole answer from a server with a valid certificate. */
export function ask(shop: Shop, question: Question): Promise<Answer> {
  const { path, host = shop.domain, method = 'GET', headers, body, from, timeoutMs = 15_000 } = question;
  return new Promise((resolve, reject) => {
    const request = https.request(
      {
        host: shop.address,
        port: 443,
        servername: host,
        ca: shop.ca,
        agent: false,
        method,
        path,
        headers: { host, ...headers, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) },
        ...(from && { localAddress: from }),
        signal: AbortSignal.timeout(timeoutMs),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.once('error', reject);
        response.once('end', () => {
          if (response.complete) resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
          else reject(new Error('the answer was cut off'));
        });
      },
    );
    request.once('error', reject);
    request.end(body);
  });
}

/** Resolves with the order's number once the shop has said that it has the order; until then there is none. */
export async function placeOrder(
  shop: Shop,
  order: { from: string; variantId: number; email: string },
): Promise<string> {
  const origin = `https://${shop.domain}`;
  const cookies = new Map<string, string>();
  const visit = async (question: Question): Promise<Answer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { origin, 'sec-fetch-site': 'same-origin', ...(cookie && { cookie }), ...question.headers };
    const answer = await ask(shop, { from: order.from, ...question, headers });
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
  const added = await visit({
    path: '/api/v1/cart/items',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ variantId: order.variantId, quantity: 1 }),
  });
  expectStatus(added, 201, 'the cart');
  const form = await visit({ path: '/checkout' });
  expectStatus(form, 200, 'the checkout');
  const placed = await visit({
    path: '/checkout',
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...hiddenFields(form.body), ...PERSON, email: order.email }).toString(),
  });
  expectStatus(placed, 303, 'the order');
  const number = /EA-[0-9A-Z]{10}/.exec(String(placed.headers['location']))?.[0];
  if (!number) throw new Error(`the order led to ${String(placed.headers['location'])}`);
  return number;
}

const PERSON = {
  recipient: '한서진',
  phone: '010-1234-5678',
  postcode: '03056',
  address_line1: '서울특별시 종로구 북촌로 12',
  address_line2: '2층',
  delivery_note: '',
  payment_method: 'bank',
};

function hiddenFields(page: string): Record<string, string> {
  const form = /<form[^>]*method="post"[^>]*>(?:(?!<\/form>)[\s\S])*name="recipient"/.exec(page)?.[0] ?? page;
  const fields = form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, decode(value)]));
}

const decode = (text: string): string =>
  text.replaceAll('&#34;', '"').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

function expectStatus(answer: Answer, status: number, what: string): void {
  if (answer.status !== status) throw new Error(`${what} was answered with ${answer.status}`);
}
