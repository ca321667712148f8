/** What a buyer does in a browser, as far as HTTP sees it. */
import type { Response } from 'supertest';
import type { TestShop, Visitor } from '../../../setup/shop';

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
};

export const BANK = { 'bank.bank': '한빛은행', 'bank.account': '110-123-456789', 'bank.holder': '에센스 아우라' };

/** The hidden fields of a page's forms. */
export function hiddenFields(html: string): Record<string, string> {
  const inputs = html.matchAll(/<input type="hidden" name="([a-z_]+)" value="([^"]*)">/g);
  return Object.fromEntries(Array.from(inputs, ([, name = '', value = '']) => [name, value]));
}

/** The page's own text, without tags. */
export function wordsOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
}

export async function putIntoCart(visitor: Visitor, variantId: number | undefined, quantity = 1): Promise<void> {
  await visitor.post('/cart/items', { variant_id: String(variantId), quantity: String(quantity) }).expect(303);
}

/** Somebody new with one thing in her cart. */
export async function buyerWith(
  { visitor }: Pick<TestShop, 'visitor'>,
  variantId: number | undefined,
  quantity = 1,
): Promise<Visitor> {
  const buyer = visitor();
  await putIntoCart(buyer, variantId, quantity);
  return buyer;
}

/** The same, with the checkout form as she filled it in. */
export async function atCheckout(
  shop: Pick<TestShop, 'visitor'>,
  variantId: number | undefined,
  typed: Partial<typeof TYPED> = {},
): Promise<{ buyer: Visitor; form: Record<string, string> }> {
  const buyer = await buyerWith(shop, variantId);
  return { buyer, form: await filledForm(buyer, typed) };
}

/** What the checkout form sends when it was filled in and its button clicked. */
export async function filledForm(visitor: Visitor, typed: Partial<typeof TYPED> = {}): Promise<Record<string, string>> {
  const page = await visitor.get('/checkout').expect(200);
  return { ...hiddenFields(page.text), ...TYPED, ...typed };
}

export async function checkOut(visitor: Visitor, typed: Partial<typeof TYPED> = {}): Promise<Response> {
  return visitor.post('/checkout', await filledForm(visitor, typed)).expect(303);
}

/** An address we were sent to, as a path. */
export function pathOf(response: Response): string {
  const url = new URL(String(response.headers['location']), 'https://essence-aura.localhost:8443');
  return url.pathname + url.search;
}

/** On the provider's page: enters a card, and comes back to the shop. @returns where the shop sends her */
export async function pay(visitor: Visitor, providerPage: string, card: string): Promise<string> {
  const paid = await visitor.post(providerPage, { card_number: card, action: 'pay' }).expect(303);
  return pathOf(await visitor.get(pathOf(paid)).expect(303));
}

/** From an empty cart to a paid order. @returns the path of the order's page */
export async function buy(visitor: Visitor, variantId: number | undefined, quantity = 1): Promise<string> {
  await putIntoCart(visitor, variantId, quantity);
  return pay(visitor, pathOf(await checkOut(visitor)), APPROVED);
}

export function numberIn(orderPath: string): string {
  const [number] = /EA-[0-9A-Z]{10}/.exec(orderPath) ?? [];
  if (!number) throw new Error(`${orderPath} names no order`);
  return number;
}

/** What is in the visitor's cart: SKU and quantity, by SKU. */
export async function itemsOf(visitor: Visitor): Promise<[string, number][]> {
  const answer = await visitor.json('get', '/api/v1/cart').expect(200);
  const { items } = (answer.body as { cart: { items: { sku: string; quantity: number }[] } }).cart;
  return items.map(({ sku, quantity }): [string, number] => [sku, quantity]).sort();
}
