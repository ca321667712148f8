/** A bank's statement, from its file to the orders that it pays. */
import { expectAll, expectNone, formOf, fieldsOfForm, wordsOf } from '../../../setup/html';
import { type Movement, ofKakao, ofKookmin, ofNobody, ofShinhan, type StatementFile } from '../../../setup/statements';
import { withOrdersAtDesk } from './orders-at-desk';

const { shop, book, owner } = withOrdersAtDesk();

const LIST = '/admin/orders/deposits';
const TOTAL = 31_000;

let people = 0;
/** Nobody has her name, and nobody's is like it. */
function somebody(): string {
  people += 1;
  return Array.from(String(people).padStart(4, '0'), (digit) => '가나다라마바사아자차'[Number(digit)]).join('') + '씨';
}

let balance = 0;
const came = (name: string, more: Partial<Movement> = {}): Movement => {
  balance += TOTAL;
  return { at: '2026-11-23 14:03:22', name, amount: TOTAL, balance, ...more };
};

/** Its columns are named by whoever sends it, where they are new. */
async function send(file: StatementFile): Promise<string> {
  const answer = await owner.upload(`${LIST}/statements`, file).expect(303);
  const location = answer.headers['location'] as string;
  if (location === LIST) return location;
  const page = await owner.text(location);
  await owner.post(location, guessedIn(page, location)).expect(303).expect('Location', LIST);
  return location;
}

function guessedIn(page: string, path: string): Record<string, string> {
  const fields = fieldsOfForm(page, `action="${path}"`);
  const columns = ['at', 'time', 'payer', 'amount', 'direction', 'balance', 'memo'];
  return Object.fromEntries(columns.map((column) => [column, fields[column]?.[0] ?? '']));
}

/** The pair that a button of the page confirms. */
const matchIn = (page: string, number: string): string =>
  new RegExp(`name="match" value="(\\d+:${number})"`).exec(page)![1]!;

const stateOf = (name: string) =>
  shop.database.rows<{ state: string; number: string | null }>`
    select d.state, o.number from deposits d left join orders o on o.id = d.order_id where d.payer = ${name} order by d.id`;

let before = 0;
const audit = () =>
  shop.database
    .column<string>`select action from audit_log where subject_kind in ('deposit', 'files') and id > ${before} order by id`;

beforeEach(async () => {
  await shop.database.run`delete from deposits`;
  await shop.database.run`delete from statement_layouts`;
  before = await shop.database.value<number>`select coalesce(max(id), 0) from audit_log`;
  await shop.database
    .run`update orders set status = 'expired', closed_at = now(), stock_returned_at = now(), flag = null
    where status = 'pending'`;
});

test.each([
  ['CP949 with a preamble', (movements: readonly Movement[]) => Promise.resolve(ofKookmin(movements))],
  ['UTF-8 with a mark', (movements: readonly Movement[]) => Promise.resolve(ofShinhan(movements))],
  ['a workbook', ofKakao],
])('money in a file of %s pays its order by one click', async (_, fileOf) => {
  const name = somebody();
  const number = await book.pending({ depositor: name });
  await send(await fileOf([came(name), came('전기요금', { amount: -20_000 })]));
  const page = await owner.text(LIST);
  expectAll(wordsOf(page), '주문과 꼭 맞아요', name, number, '₩31,000');
  expectNone(wordsOf(page), '전기요금');
  await owner
    .post(`${LIST}/confirm`, { match: matchIn(page, number) })
    .expect(303)
    .expect('Location', LIST);
  expect(await book.row(number)).toMatchObject({ status: 'paid' });
  expect((await book.mails(number)).map(({ kind }) => kind)).toContain('order-paid');
  expect(await stateOf(name)).toEqual([{ state: 'matched', number }]);
  expect(await audit()).toEqual(['file.upload', 'file.import', 'deposit.match']);
  expect((await book.audit(number)).map(({ action }) => action)).toEqual(['order.mark-paid']);
  expectAll(await owner.words(LIST), '1건의 입금을 확인했어요.', '마친 입금', number);
});

test('columns are asked for once, and a file that lies over another adds nothing twice', async () => {
  const [first, second, third] = [came(somebody()), came(somebody()), came(somebody())];
  expect(await send(ofShinhan([first, second]))).toMatch(/statements/);
  expect(await send(ofShinhan([first, second]))).toBe(LIST);
  expectAll(await owner.words(LIST), '새로 들어온 돈이 없어요.');
  expect(await send(ofShinhan([second, third]))).toBe(LIST);
  expectAll(await owner.words(LIST), '입금 1건을 새로 넣었어요.');
  expect(await shop.database.value<number>`select count(*) from deposits`).toBe(3);
  expect(await shop.database.value<number>`select count(*) from statement_files`).toBe(0);
});

test('columns that were named wrongly are named again', async () => {
  const name = somebody();
  await send(ofShinhan([came(somebody(), { memo: name })]));
  const answer = await owner.upload(`${LIST}/statements`, ofShinhan([came('x', { memo: name })]), { anew: 'on' });
  const path = answer.headers['location'] as string;
  const known = guessedIn(await owner.text(path), path);
  expect(known).toMatchObject({ payer: '5', memo: '2' });
  await owner.post(path, { ...known, payer: '2', memo: '5' }).expect(303);
  expect(await stateOf(name)).toEqual([{ state: 'open', number: null }]);
  expect(await send(ofShinhan([came('y', { memo: `${name}둘` })]))).toBe(LIST);
  expect(await stateOf(`${name}둘`)).toHaveLength(1);
});

test('two that are alike in all the bank says are two', async () => {
  const one = came(somebody());
  await send(ofShinhan([one, one]));
  await send(ofShinhan([one, one]));
  expect(await shop.database.value<number>`select count(*) from deposits`).toBe(2);
});

test('columns that nobody can guess are chosen, and a wrong choice is said by name and keeps the others', async () => {
  const name = somebody();
  const answer = await owner.upload(`${LIST}/statements`, await ofNobody([came(name)])).expect(303);
  const path = answer.headers['location'] as string;
  const nothing = { at: '', time: '', payer: '', amount: '', direction: '', balance: '', memo: '' };
  const empty = await owner.post(path, nothing).expect(422);
  expectAll(wordsOf(empty.text), '이 열은 꼭 골라 주세요.', name);
  const twice = await owner.post(path, { ...nothing, at: '1', payer: '1', amount: '2' }).expect(422);
  expectAll(wordsOf(twice.text), '두 가지로 고른 열이에요.');
  const wrong = await owner.post(path, { ...nothing, at: '1', payer: '2', amount: '0' }).expect(422);
  expectAll(wordsOf(wrong.text), `2번째 줄의 ‘${name}’에서 금액을 읽지 못했어요.`);
  expect(guessedIn(wrong.text, path)).toMatchObject({ at: '1', payer: '2', amount: '0' });
  await owner.post(path, { ...nothing, at: '1', payer: '0', amount: '2' }).expect(303);
  expect(await stateOf(name)).toEqual([{ state: 'open', number: null }]);
  await owner.get(path).expect(303).expect('Location', LIST);
});

test('a file may be left, and what is no statement says why', async () => {
  const answer = await owner.upload(`${LIST}/statements`, ofKookmin([came(somebody())])).expect(303);
  const path = answer.headers['location'] as string;
  await owner.post(`${path}/drop`).expect(303);
  expectAll(await owner.words(LIST), '그만뒀어요. 아무것도 넣지 않았어요.');
  await owner.post(`${path}/drop`).expect(303);
  expectAll(await owner.words(LIST), '이미 읽었거나 그만둔 파일이에요.');
  const other = { name: 'x.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.7') };
  const refused = await owner.upload(`${LIST}/statements`, other).expect(422);
  expectAll(wordsOf(refused.text), '표 파일이 아니에요.');
  const words = { name: 'x.csv', type: 'text/csv', content: Buffer.from('안녕하세요') };
  expectAll(wordsOf((await owner.upload(`${LIST}/statements`, words).expect(422)).text), '표를 찾지 못했어요.');
  expect(await shop.database.value<number>`select count(*) from deposits`).toBe(0);
});

test('all that fit are confirmed by one click, and what changed meanwhile is left', async () => {
  const names = [somebody(), somebody(), somebody()];
  const numbers: string[] = [];
  for (const depositor of names) numbers.push(await book.pending({ depositor }));
  await send(ofShinhan(names.map((name) => came(name))));
  const page = await owner.text(LIST);
  expectAll(wordsOf(page), '3건 모두 입금 확인');
  await owner.post(`/admin/orders/${numbers[2]!}/cancel`, { seen: 'pending' }).expect(303);
  const match = numbers.map((number) => matchIn(page, number));
  await owner.post(`${LIST}/confirm`, { match }).expect(303);
  const states = await shop.database.column<string>`
    select status from orders where number = any(${numbers}) order by array_position(${numbers}, number)`;
  expect(states).toEqual(['paid', 'paid', 'cancelled']);
  expectAll(await owner.words(LIST), '2건을 확인했어요. 나머지 1건은');
  // Money for what is closed is kept as a late payment, and shown as such.
  expect(await book.row(numbers[2]!)).toMatchObject({ flag: 'late-payment' });
});

test('sent twice it confirms once', async () => {
  const name = somebody();
  const number = await book.pending({ depositor: name });
  await send(ofShinhan([came(name)]));
  const match = matchIn(await owner.text(LIST), number);
  const answers = await Promise.all([1, 2, 3].map(() => owner.post(`${LIST}/confirm`, { match })));
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
  expect(await book.events(number)).toEqual(['placed', 'paid']);
  expect(await audit()).toEqual(['file.upload', 'file.import', 'deposit.match']);
});

test('another sum pays nothing, and says what to do', async () => {
  const name = somebody();
  const number = await book.pending({ depositor: name });
  await send(ofShinhan([came(name, { amount: 30_000 })]));
  const page = await owner.text(LIST);
  expectAll(wordsOf(page), '맞는 것 같아요', '이름은 같은데 ₩1,000 모자라요.');
  expect(page).not.toContain(`:${number}"`);
  const [id] = await shop.database.column<number>`select id from deposits`;
  await owner.post(`${LIST}/confirm`, { match: `${id}:${number}` }).expect(303);
  const refused = await owner.post(`${LIST}/${id}/match`, { number }).expect(422);
  expectAll(wordsOf(refused.text), '주문 금액과 들어온 돈이 달라요.');
  expect(await book.row(number)).toMatchObject({ status: 'pending' });
});

test('money that nobody ordered for is set aside with a note, and taken back', async () => {
  const name = somebody();
  await send(ofShinhan([came(name)]));
  expectAll(await owner.words(LIST), '맞는 주문이 없어요', name);
  expectAll(await owner.words('/admin'), '주문과 맞춰 볼 입금');
  const [id] = await shop.database.column<number>`select id from deposits`;
  const [path, hidden] = formOf(await owner.text(`${LIST}/${id}`), `${LIST}/${id}/set-aside`);
  await owner.post(path, { ...hidden, note: '월세 보증금' }).expect(303);
  expect(await stateOf(name)).toEqual([{ state: 'set-aside', number: null }]);
  expectAll(await owner.words(LIST), '정리했어요', '월세 보증금');
  expectNone(await owner.words('/admin'), '주문과 맞춰 볼 입금');
  await owner.post(path, { note: '' }).expect(303);
  await owner.post(`${LIST}/${id}/reopen`).expect(303);
  expect(await stateOf(name)).toEqual([{ state: 'open', number: null }]);
  expect(await audit()).toEqual(['file.upload', 'file.import', 'deposit.set-aside', 'deposit.reopen']);
});

test('an order’s number is enough for who knows it, and one that is no order says so', async () => {
  const number = await book.pending({ depositor: somebody() });
  await send(ofShinhan([came(somebody())]));
  const [id] = await shop.database.column<number>`select id from deposits`;
  const path = `${LIST}/${id}/match`;
  expectAll(wordsOf((await owner.post(path, { number: 'EA-1' }).expect(422)).text), '주문 번호를 확인해 주세요.');
  const unknown = await owner.post(path, { number: 'EA-0000000000' }).expect(422);
  expectAll(wordsOf(unknown.text), '그런 주문이 없거나');
  expect(unknown.text).toContain('value="EA-0000000000"');
  await owner.post(path, { number: number.toLowerCase() }).expect(303);
  expect(await book.row(number)).toMatchObject({ status: 'paid' });
});

test('an order that was confirmed by hand takes its deposit later, and no second one', async () => {
  const name = somebody();
  const number = await book.pending({ depositor: name });
  await owner.post(`/admin/orders/${number}/mark-paid`, { seen: 'pending' }).expect(303);
  await send(ofShinhan([came(name, { at: '2026-11-23 08:00:00' }), came(name, { at: '2026-11-23 08:05:00' })]));
  const page = await owner.text(LIST);
  expectAll(wordsOf(page), '이미 손으로 입금을 확인한 주문이에요.', '맞는 주문이 없어요');
  await owner.post(`${LIST}/confirm`, { match: matchIn(page, number) }).expect(303);
  expectAll(await owner.words(LIST), '주문과 이었어요.');
  expect(await book.events(number)).toEqual(['placed', 'paid']);
  const open = await shop.database.column<number>`select id from deposits where state = 'open'`;
  const second = await owner.post(`${LIST}/${open[0]}/match`, { number }).expect(422);
  expectAll(wordsOf(second.text), '이미 다른 입금과 이은 주문일 수도 있어요.');
});

test('what is said is said in English too', async () => {
  await shop.database.run`update staff set locale = 'en' where id = ${owner.staffId}`;
  const name = somebody();
  const number = await book.pending({ depositor: name });
  await send(ofShinhan([came(name), came(somebody())]));
  const page = await owner.text(LIST);
  expectAll(wordsOf(page), 'They fit', 'No order fits', 'Match or set aside');
  await owner.post(`${LIST}/confirm`, { match: matchIn(page, number) }).expect(303);
  expectAll(await owner.words(LIST), 'Payments confirmed: 1.');
  await shop.database.run`update staff set locale = 'ko' where id = ${owner.staffId}`;
});
