/** A browser at the storefront, and what somebody does in it, as far as HTTP sees it. */
import request, { type Response, type Test } from 'supertest';
import type { Shop } from '../../server/bin/create-shop';
import { formTokenIn, hiddenFields, wordsOf } from './html';

export const ORIGIN = 'https://essence-aura.localhost:8443';
export const APP_ORIGIN = 'https://app.essence-aura.localhost:8443';

export const APPROVED = '4242 4242 4242 4242';
export const DECLINED = '4000 0000 0000 0002';

/** What a person types; every field is one she is asked for. */
export const TYPED = {
  email: 'haneul@example.com',
  recipient: '김하늘',
  phone: '010-1234-5678',
  postcode: '03045',
  address_line1: '서울특별시 종로구 세종로 1',
  address_line2: '101동 202호',
  delivery_note: '문 앞에 놓아 주세요',
  payment_method: 'test',
  depositor: '',
};

/** All that a transfer needs. */
export const BANK = {
  'bank.bank': '한빛은행',
  'bank.account': '110-123-456789',
  'bank.holder': '에센스 아우라',
  'bank.protectionName': '한빛은행 에스크로',
  'bank.protectionUrl': 'https://escrow.example.com/essence-aura',
};

type Fields = Record<string, string>;
type Typed = Partial<typeof TYPED>;
type Variant = number | undefined;

/** Reads pages that have to be there. */
export function createReader(get: (path: string, headers?: Fields) => Test) {
  const text = async (path: string, headers?: Fields): Promise<string> => (await get(path, headers).expect(200)).text;
  return { text, words: async (path: string, headers?: Fields) => wordsOf(await text(path, headers)) };
}

export function createCookies() {
  const cookies = new Map<string, string>();
  return {
    value: (name: string): string | null => cookies.get(name) ?? null,
    header: (): string => Array.from(cookies, (pair) => pair.join('=')).join('; '),
    remember: (test: Test): Test =>
      test.on('response', (response: { headers: Record<string, string[] | undefined> }) => {
        for (const line of response.headers['set-cookie'] ?? []) {
          const [name = '', value = ''] = line.split(';')[0]!.split(/=(.*)/s);
          if (/expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
          else cookies.set(name, value);
        }
      }),
  };
}

export type Visitor = ReturnType<typeof createVisitor>;

/** Keeps cookies, sends what a browser sends. */
export function createVisitor({ app }: Pick<Shop, 'app'>) {
  const cookies = createCookies();
  const headers = (host: 'apex' | 'app'): Fields => ({
    'X-Forwarded-Proto': 'https',
    'X-Forwarded-Host': host === 'app' ? 'app.essence-aura.localhost:8443' : 'essence-aura.localhost:8443',
    'X-Forwarded-For': '127.0.0.1',
    Cookie: cookies.header(),
  });
  const get = (path: string, extra: Fields = {}): Test =>
    cookies.remember(request(app).get(path).set(headers('apex')).set(extra));
  const post = (path: string, form: Fields | string, extra: Fields = {}): Test =>
    cookies.remember(
      request(app)
        .post(path)
        .set({ ...headers('apex'), 'Sec-Fetch-Site': 'same-origin', Origin: ORIGIN, ...extra })
        .type('form')
        .send(form),
    );
  /** A script's JSON call; to `app.` with `{ host: 'app' }`. */
  function json(
    method: 'post' | 'patch' | 'delete' | 'get',
    path: string,
    body?: unknown,
    { host }: { readonly host: 'apex' | 'app' } = { host: 'apex' },
  ): Test {
    const fetchSite = host === 'app' ? 'same-site' : 'same-origin';
    const call = request(app)
      [method](path)
      .set({ ...headers(host), 'Sec-Fetch-Site': fetchSite, Origin: ORIGIN });
    return cookies.remember(body === undefined ? call : call.type('json').send(body as object));
  }
  const reader = createReader(get);
  const addToCart = (variant: Variant, quantity: number | string = 1, extra?: Fields): Test =>
    post('/cart/items', { variant_id: String(variant), quantity: String(quantity) }, extra);
  /** What the checkout form sends when it was filled in and its button clicked. */
  const filledForm = async (typed: Typed = {}, page = '/checkout'): Promise<Fields> => ({
    ...hiddenFields(await reader.text(page)),
    ...TYPED,
    ...typed,
  });
  const checkOut = async (typed: Typed = {}): Promise<Response> =>
    post('/checkout', await filledForm(typed)).expect(303);
  /** On the provider's page: enters a card, and comes back to the shop. @returns where the shop sends her */
  async function pay(providerPage: string, card: string): Promise<string> {
    const paid = await post(providerPage, { card_number: card, action: 'pay' }).expect(303);
    return pathOf(await get(pathOf(paid)).expect(303));
  }
  return {
    get,
    post,
    json,
    ...reader,
    sessionId: () => cookies.value('__Secure-sid'),
    formToken: async (page = '/account') => formTokenIn(await reader.text(page)),
    send: async (page: string, path: string, form: Fields = {}, extra?: Fields): Promise<Response> =>
      post(path, { form_token: formTokenIn(await reader.text(page)), ...form }, extra),
    register: (person: Partial<Fields>, extra?: Fields) =>
      post('/account/register', { name: '한서진', password: 'four quiet words here', ...person }, extra),
    signIn: (email: string, password: string, extra?: Fields) => post('/account/login', { email, password }, extra),
    addToCart,
    putIntoCart: (variant: Variant, quantity = 1) => addToCart(variant, quantity).expect(303),
    filledForm,
    checkOut,
    pay,
    /** From an empty cart to a paid order. @returns the path of the order's page */
    async buy(variant: Variant, quantity = 1): Promise<string> {
      await addToCart(variant, quantity).expect(303);
      return pay(pathOf(await checkOut()), APPROVED);
    },
    async items(): Promise<[string, number][]> {
      const { body } = await json('get', '/api/v1/cart').expect(200);
      const { items } = (body as { cart: { items: { sku: string; quantity: number }[] } }).cart;
      return items.map(({ sku, quantity }): [string, number] => [sku, quantity]).sort();
    },
  };
}

export async function buyerWith(
  { visitor }: { readonly visitor: () => Visitor },
  variant: Variant,
  quantity = 1,
): Promise<Visitor> {
  const buyer = visitor();
  await buyer.putIntoCart(variant, quantity);
  return buyer;
}

export async function atCheckout(shop: { readonly visitor: () => Visitor }, variant: Variant, typed: Typed = {}) {
  const buyer = await buyerWith(shop, variant);
  return { buyer, form: await buyer.filledForm(typed) };
}

export function pathOf(response: Response): string {
  const url = new URL(String(response.headers['location']), ORIGIN);
  return url.pathname + url.search;
}

export function numberIn(orderPath: string): string {
  const [number] = /EA-[0-9A-Z]{10}/.exec(orderPath) ?? [];
  if (!number) throw new Error(`${orderPath} names no order`);
  return number;
}
