import { withStockedShop } from '../../../setup/catalogue';
import { formTokenIn } from '../../../setup/html';
import { type Visitor } from '../../../setup/visitor';
import { CHEAP, member, PASSWORD, somebody } from './support';

const { shop, ids: variants } = withStockedShop({ config: { passwordCost: CHEAP } });

const put = (visitor: Visitor, sku: number, quantity: number) =>
  visitor.json('post', '/api/v1/cart/items', { variantId: sku, quantity }).expect(201);
const session = async (visitor: Visitor): Promise<{ cart: { count: number }; account: { name: string } | null }> =>
  (await visitor.json('get', '/api/v1/session').expect(200)).body as Awaited<ReturnType<typeof session>>;
const aVariant = (): number => Object.values(variants)[0]!;

test('what a guest put into her cart is there after registering, before the checkout', async () => {
  const visitor = shop.visitor();
  await put(visitor, aVariant(), 2);
  const guests = visitor.sessionId();
  await visitor.post('/account/register', { ...somebody(), name: '한서진', next: '/checkout' }).expect(303);
  expect(await session(visitor)).toMatchObject({ cart: { count: 2 }, account: { name: '한서진' } });
  expect(visitor.sessionId()).not.toBe(guests);
});

test('signing in adds the guest’s cart to the member’s, once', async () => {
  const { person } = await member(shop);
  const atHome = shop.visitor();
  await atHome.post('/account/login', { email: person.email, password: PASSWORD }).expect(303);
  await put(atHome, aVariant(), 1);

  const onTheTrain = shop.visitor();
  await put(onTheTrain, aVariant(), 2);
  await onTheTrain.post('/account/login', { email: person.email, password: PASSWORD }).expect(303);
  expect((await session(onTheTrain)).cart.count).toBe(3);
  await onTheTrain.post('/account/login', { email: person.email, password: PASSWORD }).expect(303);
  expect((await session(onTheTrain)).cart.count).toBe(3);
  expect((await session(atHome)).cart.count).toBe(3);
});

test('a sign-in that fails leaves the guest’s cart to the guest', async () => {
  const { person } = await member(shop);
  const visitor = shop.visitor();
  await put(visitor, aVariant(), 2);
  await visitor.post('/account/login', { email: person.email, password: 'a wrong guess' }).expect(422);
  expect(await session(visitor)).toMatchObject({ cart: { count: 2 }, account: null });
});

test('after signing out the cart is the account’s, and nobody at this browser sees it', async () => {
  const visitor = await member(shop);
  await put(visitor, aVariant(), 2);
  const formToken = formTokenIn(await visitor.text('/account'));
  await visitor.post('/account/logout', { form_token: formToken }).expect(303);
  expect(await session(visitor)).toEqual({ cart: expect.objectContaining({ count: 0 }), account: null });
  await visitor.post('/account/login', { email: visitor.person.email, password: PASSWORD }).expect(303);
  expect((await session(visitor)).cart.count).toBe(2);
});

test('a new password keeps the cart', async () => {
  const visitor = await member(shop);
  await put(visitor, aVariant(), 2);
  const formToken = formTokenIn(await visitor.text('/account/password'));
  const change = { form_token: formToken, current: PASSWORD, password: '새로 정한 비밀번호' };
  await visitor.post('/account/password', change).expect(303);
  expect((await session(visitor)).cart.count).toBe(2);
});
