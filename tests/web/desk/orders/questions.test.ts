/** Questions of buyers are work at the desk: counted, listed, answered or closed, and forgotten with their buyer. */
import { deskVisitor } from '../../../setup/desk';
import { expectAll, expectNone } from '../../../setup/html';
import { customerId } from '../customers/customers-at-desk';
import { withOrdersAtDesk } from './orders-at-desk';

const { shop, book, owner, post } = withOrdersAtDesk();
const LIST = '/admin/orders/questions';

async function asked(...questions: readonly string[]): Promise<string> {
  const number = await book.paid();
  const { id } = (await book.row(number)) as { id: string };
  for (const question of questions) expect(await shop.shop.services.orders.ask(id, question)).toBe('asked');
  return number;
}

const rowsOf = (number: string) => shop.database.rows<{ id: number; answer: string | null; closed: boolean }>`
  select q.id::integer, answer, q.closed_at is not null as closed from order_questions q
  join orders o on o.id = q.order_id where number = ${number} order by q.id`;
const idsOf = async (number: string): Promise<string[]> => (await rowsOf(number)).map(({ id }) => String(id));

test('they are counted today and on the tab, and listed with a way to each, the oldest first', async () => {
  const first = await asked('첫 번째로 여쭤봅니다.');
  const second = await asked('두 번째로 여쭤봅니다.');
  for (const role of ['owner', 'shipping', 'reader'] as const) {
    const somebody = await deskVisitor(shop, role);
    expect(await somebody.text('/admin')).toMatch(/href="\/admin\/orders\/questions"><span[^>]*>2</);
    expect(await somebody.words(LIST)).toMatch(/문의 2 .*첫 번째로 여쭤봅니다.*두 번째로 여쭤봅니다/);
  }
  expectAll(await owner.text(LIST), `/admin/orders/${first}#questions`, `/admin/orders/${second}#questions`);
  expect(await owner.words('/admin/orders')).toContain('문의 2');
  for (const number of [first, second]) await post(number, 'close-questions', { seen: (await idsOf(number))[0]! });
  expect(await owner.words(LIST)).toContain('답을 기다리는 문의가 없어요.');
});

test('one answer answers all that she had before her, and nothing that came after', async () => {
  const number = await asked('먼저 물어본 것이에요.', '나중에 물어본 것이에요.');
  const seen = (await idsOf(number))[1]!;
  expect(
    await shop.shop.services.orders.ask(((await book.row(number)) as { id: string }).id, '그사이에 온 문의예요.'),
  ).toBe('asked');
  await post(number, 'answer', { seen, answer_text: '둘 다 답해 드려요.' }).expect(303);
  expect((await rowsOf(number)).map(({ answer, closed }) => [answer, closed])).toEqual([
    [null, true],
    ['둘 다 답해 드려요.', true],
    [null, false],
  ]);
  const mail = (await book.mails(number)).find(({ kind }) => kind === 'question-answered')!;
  expectAll(mail.text, '둘 다 답해 드려요.', '먼저 물어본', '나중에 물어본');
  expectNone(mail.text, '그사이에 온');
  expectAll(await owner.words(`/admin/orders/${number}`), '답장을 보냈어요.', '둘 다 답해 드려요. ', '답을 기다려요');
  expect((await book.audit(number)).at(-1)).toMatchObject({ action: 'order.answer', changes: {} });
});

test('two who answer at once: one letter goes out, the other is told', async () => {
  const number = await asked('둘이 함께 답하는 문의예요.');
  const [seen = ''] = await idsOf(number);
  const other = await deskVisitor(shop, 'shipping');
  await Promise.all([
    post(number, 'answer', { seen, answer_text: '하나의 답이에요.' }),
    post(number, 'answer', { seen, answer_text: '다른 답이에요.' }, other),
  ]);
  expect((await book.mails(number)).filter(({ kind }) => kind === 'question-answered')).toHaveLength(1);
  await post(number, 'close-questions', { seen }).expect(303);
  expect(await owner.words(`/admin/orders/${number}`)).toContain('그사이 다른 사람이 답했거나');
});

test('closed by hand it is no work any more, and nobody is mailed', async () => {
  const number = await asked('전화로 답을 들은 문의예요.');
  await post(number, 'close-questions', { seen: (await idsOf(number))[0]! }).expect(303);
  expect(await rowsOf(number)).toMatchObject([{ answer: null, closed: true }]);
  expect((await book.mails(number)).map(({ kind }) => kind)).not.toContain('question-answered');
  expect((await book.audit(number)).at(-1)!.action).toBe('order.close-question');
  expectNone(await owner.text(`/admin/orders/${number}`), `/admin/orders/${number}/answer`);
});

test.each([
  ['', '한 줄이라도 적어 주세요.'],
  ['가'.repeat(2_001), '2,000자까지'],
])('an answer %# is refused, kept, and not sent', async (answer_text, words) => {
  const number = await asked('답을 잘못 적는 문의예요.');
  const { status, text } = await post(number, 'answer', { seen: (await idsOf(number))[0]!, answer_text });
  expect([status, text]).toEqual([422, expect.stringContaining(words)]);
  if (answer_text) expect(text).toContain(answer_text);
  expect(await rowsOf(number)).toMatchObject([{ closed: false }]);
});

test('another order’s question, one that isn’t there and another field are refused', async () => {
  const [number, other] = [await asked('이 주문에 대한 문의예요.'), await asked('저 주문에 대한 문의예요.')];
  const [seen = ''] = await idsOf(other);
  await post(number, 'answer', { seen, answer_text: '네' }).expect(303);
  await post(number, 'close-questions', { seen: '999999' }).expect(303);
  expect([await rowsOf(number), await rowsOf(other)]).toMatchObject([[{ closed: false }], [{ closed: false }]]);
  await post(number, 'answer', { seen: 'x', answer_text: '네' }).expect(400);
  await post(number, 'close-questions', { seen, status: 'paid' }).expect(400);
  const reader = await deskVisitor(shop, 'reader');
  await post(number, 'answer', { seen, answer_text: '네' }, reader).expect(403);
});

test('the owner’s address of the settings is told; without any, nobody is, and the question waits all the same', async () => {
  await shop.shop.services.settings.change({ 'mail.newOrders': 'questions@example.com' });
  const number = await asked('새 주소로 가야 하는 문의예요.');
  expect((await book.mails(number)).find(({ kind }) => kind === 'order-question')!.recipient).toBe(
    'questions@example.com',
  );
  await shop.shop.services.settings.change({ 'mail.newOrders': '' });
});

test('her file has what she asked and was told; when she is erased, the texts are gone and nothing waits', async () => {
  const email = 'asks@example.com';
  const number = await book.pending({ email });
  const { id } = (await book.row(number)) as { id: string };
  for (const question of ['답을 들은 문의입니다.', '아직 기다리는 문의입니다.']) {
    await shop.shop.services.orders.ask(id, question);
    if (question.startsWith('답')) {
      await post(number, 'answer', { seen: (await idsOf(number))[0]!, answer_text: '그럼요, 됩니다.' }).expect(303);
    }
  }
  const customer = await customerId(shop, email);
  const file = await owner.post(`/admin/customers/${customer}/export`).expect(200);
  expectAll(JSON.stringify(file.body), '답을 들은 문의입니다.', '그럼요, 됩니다.', '아직 기다리는 문의입니다.');
  await owner.post(`/admin/orders/${number}/cancel`, { seen: 'pending' }).expect(303);
  await owner.post(`/admin/customers/${customer}/erase`, { email }).expect(303);
  expect(
    await shop.database.rows`select question, answer, closed_at is null as open from order_questions
    where order_id = ${id} order by id`,
  ).toEqual([
    { question: '', answer: '', open: false },
    { question: '', answer: null, open: false },
  ]);
  await owner.get(`/admin/orders/${number}`).expect(200);
  expect(await shop.shop.services.orders.ask(id, '지운 뒤에 물어보는 문의예요.')).toBe('gone');
});
