import { deskVisitor } from '../../../setup/desk';
import { wordsOf } from '../../../setup/html';
import { runJobs } from '../../storefront/accounts/support';
import { withOrdersAtDesk } from './orders-at-desk';

const { shop, book, owner } = withOrdersAtDesk();

beforeEach(() => shop.database.run`delete from outbox`);

const KEY = /key=[0-9a-z]+\.[\w-]{20,}/;

const mailOf = (number: string, kind: string): Promise<number> =>
  shop.database.value<number>`select id from outbox where kind = ${kind} and order_id = (select id from orders
    where number = ${number})
     order by id desc limit 1`;

async function linkMailed(number: string): Promise<string> {
  const mail = (await runJobs(shop)).filter(({ text }) => text.includes(`/orders/${number}?`)).at(-1)!;
  const { pathname, search } = new URL(/https:\S+key=\S+/.exec(mail.text)![0]);
  expect(mail.html).toContain(`${pathname}${search}`);
  return pathname + search;
}

const status = async (link: string): Promise<number> => (await shop.visitor().get(link)).status;

test('who only reads sees no key: not on the order’s page, not among the mails, not in one of them', async () => {
  const number = await book.pending();
  const reader = await deskVisitor(shop, 'reader');
  const mail = await mailOf(number, 'order-placed');
  for (const path of [`/admin/orders/${number}`, '/admin/operations?mails=queued', `/admin/operations/mails/${mail}`]) {
    const text = await reader.text(path);
    expect([path, KEY.test(text)]).toEqual([path, false]);
  }
  expect((await reader.get(`/admin/operations/mails/${mail}`)).text).toContain(`/orders/${number}?key=[[sealed]]`);
  await reader.post(`/admin/orders/${number}/renew-links`).expect(403);
  expect((await owner.get(`/admin/orders/${number}`)).text).toMatch(KEY);
  expect((await (await deskVisitor(shop, 'shipping')).get(`/admin/orders/${number}`)).text).toMatch(KEY);
});

test('a mail of before, whose link was not sealed, shows no key either', async () => {
  const number = await book.pending();
  const mail = await mailOf(number, 'order-placed');
  await shop.database.run`update outbox set sealed = null, body_text = replace(body_text, '[[sealed]]',
    'u9igc0.LpEZGOr6bNyUnrPXSY92vB') where id = ${mail}`;
  const text = await owner.text(`/admin/operations/mails/${mail}`);
  expect(text).toContain(`/orders/${number}?key=[[sealed]]`);
  expect(text).not.toMatch(KEY);
});

test('no copy of the database opens an order: what lies in the outbox holds no key', async () => {
  const number = await book.paid();
  expect((await book.mails(number)).length).toBeGreaterThan(0);
  const rows = await shop.database.rows<{ all: string }>`select outbox::text as all from outbox`;
  expect(rows.filter(({ all }) => KEY.test(all))).toEqual([]);
});

test('the mail that goes out opens the order; when its links are renewed it does no more, and the next mail does', async () => {
  const number = await book.pending();
  const first = await linkMailed(number);
  expect(await status(first)).toBe(200);
  const page = await owner.get(`/admin/orders/${number}`).expect(200);
  expect(wordsOf(page.text)).toContain('지금까지 메일로 보낸 링크로는 이 주문을 더 이상 열 수 없게 돼요');
  await owner.post(`/admin/orders/${number}/renew-links`).expect(303);
  expect(await status(first)).toBe(404);
  expect(await book.events(number)).toEqual(['placed', 'links-renewed']);
  expect((await book.audit(number)).map(({ action }) => action)).toEqual(['order.renew-links']);

  await owner
    .post(`/admin/orders/${number}/resend`, { mail: String(await mailOf(number, 'order-placed')) })
    .expect(303);
  const second = await linkMailed(number);
  expect(await status(second)).toBe(200);
  await owner.post(`/admin/orders/${number}/renew-links`).expect(303);
  expect(await status(second)).toBe(404);
});

test('a mail about an order that was given up is sent again with a link that works', async () => {
  const number = await book.pending();
  const mail = await mailOf(number, 'order-placed');
  await shop.database.run`
    update outbox set status = 'failed', sealed = null, next_attempt_at = null, last_error = 'full'
    where id = ${mail}`;
  await owner.post(`/admin/operations/mails/${mail}/retry`).expect(303);
  expect(await status(await linkMailed(number))).toBe(200);
});
