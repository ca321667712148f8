/** What a buyer asks about her order, and what she is answered. */
import { expectAll, expectNone, formOf, wordsOf } from '../../../setup/html';
import { APPROVED, numberIn, pathOf, type Visitor } from '../../../setup/visitor';
import { withOrdersAtDesk } from '../../desk/orders/orders-at-desk';
import { member } from '../accounts/support';

const { shop, ids, book, owner } = withOrdersAtDesk();
beforeEach(() => shop.database.run`delete from rate_limits`);

const QUESTION = '언제쯤 도착할까요?\n선물이라 <꼭> 알고 싶어요.';
const pageOf = (orderPage: string): string => orderPage.replace(/(\/EA-\w+)/, '$1/question');

interface Buyer {
  readonly visitor: Visitor;
  readonly orderPage: string;
  readonly number: string;
}

async function buyer(): Promise<Buyer> {
  await book.forgetLimits();
  const visitor = shop.visitor();
  const orderPage = await visitor.buy(ids[book.SKU]);
  return { visitor, orderPage, number: numberIn(orderPage) };
}

async function ask({ visitor, orderPage, number }: Buyer, question = QUESTION) {
  const [path, fields] = formOf(await visitor.text(pageOf(orderPage)), `(?:/en)?/orders/${number}/question`);
  return visitor.post(path, { ...fields, question });
}

const openOf = (number: string) => shop.database.column<string>`
  select question from order_questions q join orders o on o.id = q.order_id
  where number = ${number} and q.closed_at is null order by q.id`;
const lastOf = (number: string) => shop.database.value<number>`
  select max(q.id)::integer from order_questions q join orders o on o.id = q.order_id where number = ${number}`;

test('from the order’s page: it is kept, mailed to the owner, and stands on the page until it is answered', async () => {
  const hers = await buyer();
  const answer = await ask(hers);
  expect([answer.status, answer.headers['location']]).toEqual([303, `${hers.orderPage}#questions`]);
  const words = await hers.visitor.words(hers.orderPage);
  expectAll(words, '문의', '선물이라 <꼭> 알고 싶어요.', '답하면 haneul@example.com으로 알려 드리고');
  const mail = (await book.mails(hers.number)).find(({ kind }) => kind === 'order-question')!;
  expect(mail.recipient).toBe('owner@essence-aura.localhost');
  expectAll(mail.text, QUESTION, `https://app.essence-aura.localhost:8443/admin/orders/${hers.number}#questions`);
  expectNone(mail.text, 'key=');

  const seen = String(await lastOf(hers.number));
  const said = { seen, answer_text: '내일 오전에\n도착해요.' };
  await owner.post(`/admin/orders/${hers.number}/answer`, said).expect(303);
  const told = (await book.mails(hers.number)).find(({ kind }) => kind === 'question-answered')!;
  expect(told.recipient).toBe('haneul@example.com');
  expectAll(told.text, '내일 오전에\n도착해요.', QUESTION);
  const [, link = ''] = /(\/orders\/EA-\S+key=\S+)/.exec(told.text)!;
  const page = wordsOf((await shop.visitor().get(link).expect(200)).text);
  expectAll(page, '내일 오전에 도착해요.', '선물이라');
  expectNone(page, '알려 드리고');
});

test('in English, to an English buyer', async () => {
  await book.forgetLimits();
  const visitor = shop.visitor();
  await visitor.putIntoCart(ids[book.SKU]);
  const form = await visitor.filledForm({ payment_method: 'bank', email: 'june@example.com' }, '/en/checkout');
  const orderPage = pathOf(await visitor.post('/en/checkout', form).expect(303));
  const hers = { visitor, orderPage, number: numberIn(orderPage) };
  expect(await visitor.words(pageOf(orderPage))).toContain('Ask about this order');
  expect((await ask(hers, 'When will it arrive, please?')).status).toBe(303);
  expect(await visitor.words(orderPage)).toContain('Our answer goes to june@example.com');
  const seen = String(await lastOf(hers.number));
  await owner.post(`/admin/orders/${hers.number}/answer`, { seen, answer_text: 'Tomorrow.' }).expect(303);
  const told = (await book.mails(hers.number)).find(({ kind }) => kind === 'question-answered')!;
  expectAll(told.text, 'You asked about your order.', 'Tomorrow.', 'When will it arrive');
});

test('only for who has shown who she is: her key, or her account', async () => {
  const hers = await buyer();
  const [path] = formOf(await hers.visitor.text(pageOf(hers.orderPage)), `/orders/${hers.number}/question`);
  const stranger = await member(shop);
  const token = { form_token: await stranger.formToken() };
  await stranger.get(`/orders/${hers.number}/question`).expect(404);
  await stranger.post(`/orders/${hers.number}/question`, { ...token, question: QUESTION }).expect(404);
  await shop.visitor().post(path, { question: QUESTION }).expect(403);
  expect(await openOf(hers.number)).toEqual([]);

  const signedIn = await member(shop);
  await signedIn.putIntoCart(ids[book.SKU]);
  const orderPage = await signedIn.pay(pathOf(await signedIn.checkOut()), APPROVED);
  expect(orderPage).not.toContain('key=');
  const own = { visitor: signedIn, orderPage, number: numberIn(orderPage) };
  expect((await ask(own)).status).toBe(303);
  expect(await openOf(own.number)).toEqual([QUESTION]);
});

test.each([
  ['짧아요', '10자 이상'],
  ['  짧고 빈 것   ', '10자 이상'],
  ['가'.repeat(1_001), '1000자까지'],
  ['이상한 글자가 \uFFFD 들어 있어요', '보이지 않는 문자'],
])('%j is refused, and what was typed is kept', async (question, words) => {
  const hers = await buyer();
  const { status, text } = await ask(hers, question);
  expect([status, text]).toEqual([422, expect.stringContaining('id="question-error"')]);
  expectAll(text, words, question.trim());
  expect(await openOf(hers.number)).toEqual([]);
});

test('a form that is sent again asks once; of three that wait a fourth is told so, at any concurrency', async () => {
  const hers = await buyer();
  await Promise.all([ask(hers), ask(hers)]);
  expect(await openOf(hers.number)).toEqual([QUESTION]);
  const answers = await Promise.all(['하나', '둘', '셋'].map((n) => ask(hers, `${n} 번째로 또 물어볼게요.`)));
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 303, 422]);
  expect(answers.find(({ status }) => status === 422)!.text).toContain('답을 기다리는 문의가 3개 있어요.');
  expect(await openOf(hers.number)).toHaveLength(3);
});

test('questions of one order are counted by the day, and no text is lost', async () => {
  const hers = await buyer();
  for (let n = 0; n < 6; n++) {
    expect((await ask(hers, `${n} 번째 문의를 적어 보아요.`)).status).toBe(303);
    await shop.database.run`update order_questions set closed_at = now() where closed_at is null`;
  }
  const { status, text } = await ask(hers);
  expect([status, text]).toEqual([429, expect.stringContaining('언제쯤 도착할까요?')]);
});

test('the other language has what was typed, and nothing is asked', async () => {
  const hers = await buyer();
  const [path, fields] = formOf(await hers.visitor.text(pageOf(hers.orderPage)), `/orders/${hers.number}/question`);
  const { text } = await hers.visitor.post(`/en${path}`, { ...fields, question: QUESTION, show: '1' }).expect(200);
  expectAll(text, '<html lang="en">', '언제쯤 도착할까요?');
  expectNone(text, 'field__error', 'notice--wrong');
  expect(await openOf(hers.number)).toEqual([]);
});

test('an order’s page makes no session, a question’s page does', async () => {
  const hers = await buyer();
  const visitor = shop.visitor();
  await visitor.get(hers.orderPage).expect(200);
  expect(visitor.sessionId()).toBeNull();
  await visitor.get(pageOf(hers.orderPage)).expect(200);
  expect(visitor.sessionId()).not.toBeNull();
});
