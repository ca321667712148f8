import { randomUUID } from 'node:crypto';
import { deskVisitor } from '../../../setup/desk';
import { withOrdersAtDesk } from './orders-at-desk';

const { shop, book, owner, post } = withOrdersAtDesk();

const ACTS: readonly [string, Record<string, string>][] = [
  ['mark-paid', { seen: 'pending' }],
  ['cancel', { seen: 'paid' }],
  ['refund', { attempt: randomUUID(), amount: '1', refund_text: '' }],
  ['refund-held', { seen: 'paid' }],
  ['honour', { seen: 'expired' }],
  ['clear-flag', { flag: 'late-payment', flag_text: '네' }],
  ['ship', { seen: 'paid', carrier: 'pickup', tracking: '' }],
  ['unship', { seen: 'shipped' }],
  ['deliver', { seen: 'shipped' }],
  ['undeliver', { seen: 'delivered' }],
  ['note', { note_text: '네' }],
  ['resend', { mail: '1' }],
];

test.each(ACTS)('%s knows no order that isn’t there, and no field that isn’t its own', async (act, form) => {
  const number = await book.paid();
  for (const unknown of ['EA-0000000000', 'EA-1', '..%2F..', '%00']) {
    expect([400, 404]).toContain((await owner.post(`/admin/orders/${unknown}/${act}`, form)).status);
  }
  await post(number, act, { ...form, status: 'delivered' }).expect(400);
  await post(number, act, { ...form, staff_id: owner.staffId }).expect(400);
  expect(await book.row(number)).toMatchObject({ status: 'paid', refunded: 0 });
});

test('a reader sees an order and no way to change it', async () => {
  const number = await book.paid();
  const reader = await deskVisitor(shop, 'reader');
  const text = await reader.text(`/admin/orders/${number}`);
  expect(text.match(/<form method="post" action="[^"]+"/g)).toEqual(['<form method="post" action="/admin/sign-out"']);
  expect(text).not.toContain('/admin/customers/');
});
