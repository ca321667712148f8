import { deskVisitor, withDeskVisitor } from '../../../setup/desk';
import { wordsOf } from '../../../setup/html';
import { TYPED } from '../../../setup/visitor';
import { withOrdersAtDesk } from './orders-at-desk';

const { shop, book } = withOrdersAtDesk();
const shipping = withDeskVisitor(shop, 'shipping');

const SHIP = '/admin/orders/ship';

test('each is sent with its own number; one that was changed meanwhile is named and keeps none of the others', async () => {
  const [first, second, third] = [await book.paid(), await book.paid(), await book.paid()];
  const owner = await deskVisitor(shop, 'owner');
  await owner.post(`/admin/orders/${second}/cancel`, { seen: 'paid' }).expect(303);
  const form = {
    carrier: 'cj',
    number: [first, second, third],
    tracking: ['601234567890', '601234567891', '601234567892'],
  };
  await shipping.post(SHIP, form).expect(303);
  expect(wordsOf((await shipping.get('/admin/orders?tab=ship')).text)).toContain(`그대로 두었어요: ${second}`);
  expect(await book.row(first)).toMatchObject({ status: 'shipped', tracking_number: '601234567890' });
  expect(await book.row(second)).toMatchObject({ status: 'cancelled', tracking_number: null });
  expect(await book.row(third)).toMatchObject({ status: 'shipped', tracking_number: '601234567892' });
  for (const number of [first, third]) {
    expect((await book.audit(number)).map(({ action }) => action)).toEqual(['order.ship']);
    expect((await book.mails(number)).filter(({ kind }) => kind === 'order-shipped')).toHaveLength(1);
  }
});

test('a pasted column is filled in and sent only when it was looked at', async () => {
  const [first, second] = [await book.paid(), await book.paid()];
  const form = { carrier: 'cj', number: [first, second], tracking: ['', ''] };
  const filled = await shipping.post(SHIP, { ...form, paste: '6012-3456-7890\n601234567891\n' }).expect(200);
  expect(filled.text).toContain('value="6012-3456-7890"');
  const named = await shipping.post(SHIP, { ...form, paste: `${second}\t601234567892\r\n${first}\t601234567893` });
  expect(named.text.indexOf('601234567893')).toBeLessThan(named.text.indexOf('601234567892'));
  const short = await shipping.post(SHIP, { ...form, paste: '601234567890' }).expect(422);
  expect(wordsOf(short.text)).toContain('고른 주문은 2건인데 번호는 1개예요');
  await shipping.post(SHIP, { ...form, paste: 'EA-0000000ZZZ 601234567890' }).expect(422);
  expect(await book.row(first)).toMatchObject({ status: 'paid' });
});

test('one wrong number sends none, and says which', async () => {
  const [first, second] = [await book.paid(), await book.paid()];
  const form = { carrier: 'cj', number: [first, second], tracking: ['601234567890', '12'] };
  const answer = await shipping.post(SHIP, form).expect(422);
  expect(wordsOf(answer.text)).toContain('이 택배사의 운송장 번호가 아니에요');
  expect(answer.text).toContain('value="601234567890"');
  for (const number of [first, second]) expect(await book.row(number)).toMatchObject({ status: 'paid' });
  await shipping.post(SHIP, { ...form, carrier: '' }).expect(422);
  await shipping.post(SHIP, { ...form, tracking: ['601234567890'] }).expect(400);
  await shipping.post(SHIP, { ...form, status: 'delivered' }).expect(400);
});

test.each(['slip', 'label'])('a %s has what is needed to pack and nothing that runs', async (kind) => {
  const number = await book.paid();
  const page = await shipping.get(`/admin/orders/print?kind=${kind}&number=${number}`).expect(200);
  for (const part of [number, TYPED.recipient, TYPED.address_line1]) expect(page.text).toContain(part);
  await shipping.get(`/admin/orders/print?kind=${kind}&number=EA-0000000ZZZ`).expect(404);
});

/** Brought there as the shop brings it there. */
async function orderThatIs(status: string): Promise<string> {
  const owner = await deskVisitor(shop, 'owner');
  const step = (number: string, act: string, form: Record<string, string>) =>
    owner.post(`/admin/orders/${number}/${act}`, form).expect(303);
  if (status === 'pending' || status === 'expired') {
    const number = await book.pending();
    if (status === 'expired') {
      await shop.database.run`update orders set placed_at = placed_at - interval '9 days',
        payment_due_at = payment_due_at - interval '9 days' where number = ${number}`;
      await shop.shop.services.orders.expireDue();
    }
    return number;
  }
  const number = await book.paid();
  if (status === 'cancelled') await step(number, 'cancel', { seen: 'paid' });
  if (status === 'shipped' || status === 'delivered') {
    await step(number, 'ship', { seen: 'paid', carrier: 'cj', tracking: '601234567890' });
  }
  if (status === 'delivered') await step(number, 'deliver', { seen: 'shipped' });
  return number;
}

test.each([
  ['pending', false],
  ['paid', true],
  ['shipped', true],
  ['delivered', true],
  ['cancelled', false],
  ['expired', false],
])('slips and labels of an order that is %s are printed: %s', async (status, isPrinted) => {
  const [number, other] = [await orderThatIs(status), await book.paid()];
  expect(await book.row(number)).toMatchObject({ status });
  const page = await shipping.text(`/admin/orders/${number}`);
  for (const kind of ['slip', 'label']) {
    expect(page.includes(`/admin/orders/print?kind=${kind}&amp;number=${number}`)).toBe(isPrinted);
    const alone = await shipping.get(`/admin/orders/print?kind=${kind}&number=${number}`).expect(isPrinted ? 200 : 409);
    expect(alone.text.includes(`aria-label="${number}"`)).toBe(isPrinted);
    expect(wordsOf(alone.text).includes(`뺐어요: ${number}`)).toBe(!isPrinted);
    expect(wordsOf(alone.text).includes(`다시 인쇄하는 게 맞는지 봐 주세요: ${number}`)).toBe(
      isPrinted && status !== 'paid',
    );
    const both = await shipping.get(`/admin/orders/print?kind=${kind}&number=${number}&number=${other}`).expect(200);
    expect(both.text).toContain(`aria-label="${other}"`);
    expect(both.text.includes(`aria-label="${number}"`)).toBe(isPrinted);
  }
});

test('the carrier that the shop sends with is chosen beforehand, and another can be chosen', async () => {
  const number = await book.paid();
  const chosen = async (path: string): Promise<string | undefined> =>
    /<option value="(\w*)" selected>/.exec((await shipping.get(path).expect(200)).text)?.[1];
  const pages = [`/admin/orders/${number}`, `${SHIP}?number=${number}`];
  for (const page of pages) expect(await chosen(page)).toBe('');
  await shop.shop.services.settings.change({ 'delivery.carrier': 'hanjin' });
  for (const page of pages) expect(await chosen(page)).toBe('hanjin');
  const typed = await shipping.post(SHIP, { carrier: 'cj', number, tracking: '12' }).expect(422);
  expect(typed.text).toContain('<option value="cj" selected>');
  const alone = await shipping.post(`/admin/orders/${number}/ship`, { seen: 'paid', carrier: '', tracking: '' });
  expect([alone.status, /<option value="(\w*)" selected>/.exec(alone.text)?.[1]]).toEqual([422, '']);
  await shop.shop.services.settings.change({ 'delivery.carrier': '' });
});

test('with none chosen, all that wait are meant, the first paid first; and nobody’s choice is widened', async () => {
  const [first, second] = [await book.paid(), await book.paid()];
  const waiting = await shop.database
    .column<string>`select number from orders where status = 'paid' order by paid_at, id`;
  expect(waiting).toEqual(expect.arrayContaining([first, second]));
  const list = await shipping.text('/admin/orders?tab=ship');
  expect(wordsOf(list)).toContain(`고르지 않으면 ${waiting.length}건 모두예요.`);
  expect(list).toContain('<input type="hidden" name="all" value="on">');
  const sheets = async (query: string): Promise<string[]> => {
    const { text } = await shipping.get(`/admin/orders/print?kind=slip&${query}`).expect(200);
    return [...text.matchAll(/<article [^>]*aria-label="([^"]+)"/g)].map(([, number]) => number!);
  };
  expect(await sheets('all=on')).toEqual(waiting);
  expect(await sheets(`all=on&number=${second}`)).toEqual([second]);
  const rows = [...(await shipping.text(`${SHIP}?all=on`)).matchAll(/name="number" value="([^"]+)"/g)];
  expect(rows.map(([, number]) => number)).toEqual(waiting);
  // Where only some are shown, it is only of them that somebody chooses.
  expect(await shipping.text('/admin/orders?tab=ship&q=%EA%B9%80')).not.toContain('name="all"');
  await shipping.get('/admin/orders/print?kind=slip&all=on&number=EA-0000000ZZZ').expect(404);
});
