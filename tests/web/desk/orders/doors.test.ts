/** Who may do what with an order, and what every act refuses. */
import { randomUUID } from 'node:crypto';
import { withCatalogue } from '../../../setup/catalogue';
import { deskVisitor, withDeskVisitor } from '../../../setup/desk';
import { withShop } from '../../../setup/shop';
import { withOrderBook } from './orders-at-desk';

const shop = withShop();
const ids = withCatalogue(shop);
const book = withOrderBook(shop, ids);
const owner = withDeskVisitor(shop);

const post = (number: string, act: string, form: Record<string, string> = {}, who = owner) =>
  who.post(`/admin/orders/${number}/${act}`, form);

const ACTS: readonly [string, Record<string, string>, string][] = [
  ['mark-paid', { seen: 'pending' }, 'owner'],
  ['cancel', { seen: 'paid' }, 'owner'],
  ['refund', { attempt: randomUUID(), amount: '1', refund_text: '' }, 'owner'],
  ['clear-flag', { flag: 'late-payment', flag_text: '네' }, 'owner'],
  ['ship', { seen: 'paid', carrier: 'pickup', tracking: '' }, 'shipping'],
  ['unship', { seen: 'shipped' }, 'shipping'],
  ['deliver', { seen: 'shipped' }, 'shipping'],
  ['undeliver', { seen: 'delivered' }, 'shipping'],
  ['note', { note_text: '네' }, 'shipping'],
  ['resend', { mail: '1' }, 'shipping'],
];

describe.each(ACTS)('%s', (act, form, least) => {
  test('is for those whose work it is', async () => {
    const number = await book.paid();
    const before = await book.row(number);
    const reader = await deskVisitor(shop, 'reader');
    const shipping = await deskVisitor(shop, 'shipping');
    await post(number, act, form, reader).expect(403);
    const answer = await post(number, act, form, shipping);
    if (least === 'owner') {
      expect(answer.status).toBe(403);
      expect(await book.row(number)).toEqual(before);
    } else {
      expect(answer.status).not.toBe(403);
    }
  });

  test('knows no order that isn’t there, no field that isn’t its own, and no page of another site', async () => {
    const number = await book.paid();
    for (const unknown of ['EA-0000000000', 'EA-1', '..%2F..', '%00']) {
      expect([400, 404]).toContain((await owner.post(`/admin/orders/${unknown}/${act}`, form)).status);
    }
    await post(number, act, { ...form, status: 'delivered' }).expect(400);
    await post(number, act, { ...form, staff_id: owner.staffId }).expect(400);
    await owner.post(`/admin/orders/${number}/${act}`, { ...form, form_token: 'wrong' }).expect(403);
    expect(await book.row(number)).toMatchObject({ status: 'paid', refunded: 0 });
  });
});

test('a reader sees an order and no way to change it', async () => {
  const number = await book.paid();
  const reader = await deskVisitor(shop, 'reader');
  const { text } = await reader.get(`/admin/orders/${number}`).expect(200);
  expect(text.match(/<form method="post" action="[^"]+"/g)).toEqual(['<form method="post" action="/admin/sign-out"']);
  expect(text).not.toContain('/admin/customers/');
});
