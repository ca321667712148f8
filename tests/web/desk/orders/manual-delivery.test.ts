/** An order that is written down costs what its address costs, and is promised like any other. */
import { randomUUID } from 'node:crypto';
import { expectAll, wordsOf } from '../../../setup/html';
import { numberIn, pathOf } from '../../../setup/visitor';
import { withOrdersAtDesk, WRITTEN } from './orders-at-desk';

const FORM = '/admin/orders/new';
const { shop, ids, book, owner } = withOrdersAtDesk();

const written = (more: Record<string, string> = {}) => ({
  ...{ ...WRITTEN, attempt: randomUUID(), variant: String(ids['TST-AFTER-RAIN-010']), postcode: '63309' },
  ...more,
});

test('the fee follows the postcode, shown before it is placed', async () => {
  const recounted = await owner.post(FORM, written({ do: 'recount' })).expect(200);
  expectAll(wordsOf(recounted.text), '배송비 ₩6,000', '₩34,000');
  const changed = await owner.post(FORM, written()).expect(409);
  expect(wordsOf(changed.text)).toContain('₩34,000');
  const number = numberIn(pathOf(await owner.post(FORM, written({ expected_total: '34000' })).expect(303)));
  expect(await book.row(number)).toMatchObject({ delivery_fee: 6_000, total: 34_000 });
  const days = await shop.database.row`
    select promised_from::text as from, promised_until::text as until from orders where number = ${number}`;
  expect(days).toEqual({ from: '2026-11-25', until: '2026-11-26' });
  expectAll(await owner.words(`/admin/orders/${number}`), '약속한 도착일 11월 25일(수)~11월 26일(목) (지금 결제하면)');
});

test('a fee that is hers to choose stays as she chose it', async () => {
  const form = written({ delivery_fee: '0', expected_total: '28000' });
  const number = numberIn(pathOf(await owner.post(FORM, form).expect(303)));
  expect(await book.row(number)).toMatchObject({ delivery_fee: 0, total: 28_000 });
});
