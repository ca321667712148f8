import { withStockedShop } from '../../../setup/catalogue';
import { type Visitor } from '../../../setup/visitor';
import { changePassword, CHEAP, PASSWORD, signOut, somebody, withMember } from './support';

const { shop, ids: variants } = withStockedShop({ config: { passwordCost: CHEAP } });
const her = withMember(shop);

const put = (visitor: Visitor, sku: number, quantity: number) =>
  visitor.json('post', '/api/v1/cart/items', { variantId: sku, quantity }).expect(201);
const session = async (visitor: Visitor): Promise<{ cart: { count: number }; account: { name: string } | null }> =>
  (await visitor.json('get', '/api/v1/session').expect(200)).body as Awaited<ReturnType<typeof session>>;
const aVariant = (): number => Object.values(variants)[0]!;

test('what a guest put into her cart is there after registering, before the checkout', async () => {
  const visitor = shop.visitor();
  await put(visitor, aVariant(), 2);
  const guests = visitor.sessionId();
  await visitor.register({ ...somebody(), name: '한서진', next: '/checkout' }).expect(303);
  expect(await session(visitor)).toMatchObject({ cart: { count: 2 }, account: { name: '한서진' } });
  expect(visitor.sessionId()).not.toBe(guests);
});

test('signing in adds the guest’s cart to the member’s, once', async () => {
  const atHome = shop.visitor();
  await atHome.signIn(her.person.email, PASSWORD).expect(303);
  await put(atHome, aVariant(), 1);

  const onTheTrain = shop.visitor();
  await put(onTheTrain, aVariant(), 2);
  await onTheTrain.signIn(her.person.email, PASSWORD).expect(303);
  expect((await session(onTheTrain)).cart.count).toBe(3);
  await onTheTrain.signIn(her.person.email, PASSWORD).expect(303);
  expect((await session(onTheTrain)).cart.count).toBe(3);
  expect((await session(atHome)).cart.count).toBe(3);
});

test('a sign-in that fails leaves the guest’s cart to the guest', async () => {
  const visitor = shop.visitor();
  await put(visitor, aVariant(), 2);
  await visitor.signIn(her.person.email, 'a wrong guess').expect(422);
  expect(await session(visitor)).toMatchObject({ cart: { count: 2 }, account: null });
});

test('after signing out the cart is the account’s, and nobody at this browser sees it', async () => {
  await put(her, aVariant(), 2);
  await signOut(her);
  expect(await session(her)).toEqual({
    cart: expect.objectContaining({ count: 0 }),
    account: null,
    secure: true,
    local: true,
  });
  await her.signIn(her.person.email, PASSWORD).expect(303);
  expect((await session(her)).cart.count).toBe(2);
});

test('a new password keeps the cart', async () => {
  await put(her, aVariant(), 2);
  await changePassword(her);
  expect((await session(her)).cart.count).toBe(2);
});
