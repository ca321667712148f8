/** What is typed at the desk outlives its session, and its token. Nothing is done with it meanwhile. */
import { makeFormKey } from '../../../server/desk/web/form-key';
import { DESK_COOKIE } from '../../../server/desk/web/session';
import { deskVisitor, withDesk, type DeskVisitor } from '../../setup/desk';
import { fieldsOfForm, wordsOf } from '../../setup/html';
import { insider, PASSWORD, withAccessShop } from './access/support';
import { fillDesk } from './full-desk';

const { shop } = withDesk();
const access = withAccessShop();
beforeAll(async () => {
  await fillDesk(shop.database.pool, { rows: 3, parts: 1 }, shop.clock.now());
  await shop.database.run`
    insert into accounts (email, name, password_hash, locale, created_at)
    values ('typed@example.com', '김하늘', 'x', 'ko', now())`;
  await shop.database.run`insert into shop_pauses (from_day, until_day) values ('2027-02-01', '2027-02-03')`;
});

interface TypedForm {
  /** Where it stands, and where it is sent; `@` is what `find` finds. */
  readonly page: string;
  readonly at?: string;
  readonly find?: string;
  /** Part of the form, where others of the page go the same way, or its button another. */
  readonly holds?: string;
  readonly typed: Readonly<Record<string, string>>;
  /** Of the button that sends it. */
  readonly pressed?: Readonly<Record<string, string>>;
}

const PERFUME = `select id from perfumes where published_at is not null order by id limit 1`;
const VOLUME = 'select min(id) from variants';
const CUSTOMER = `select id from customers where email = 'typed@example.com'`;
const HIDDEN = 'select id from perfumes where published_at is null limit 1';
const order = (of: string): string => `select min(number) from orders where ${of}`;
const settings = (section: string, typed: TypedForm['typed']): TypedForm => ({
  ...{ page: '/admin/settings', at: `/admin/settings/${section}`, typed },
});
const ofOrder = (act: string, of: string, typed: TypedForm['typed']): TypedForm => ({
  ...{ page: '/admin/orders/@', at: `/admin/orders/@/${act}`, find: order(of), typed },
});

const ofDeposit = (act: string, typed: TypedForm['typed']): TypedForm => ({
  ...{ page: '/admin/orders/deposits/@', at: `/admin/orders/deposits/@/${act}` },
  ...{ find: `select min(id) from deposits where state = 'open'`, typed },
});

/** Each form of the desk that is typed into. */
const FORMS: Readonly<Record<string, TypedForm>> = {
  '/admin/account': { page: '/admin/account', typed: { name: '적던 이름' } },
  '/admin/people/new': { page: '/admin/people/new', typed: { name: '새로 올 사람' } },
  '/admin/products': { page: '/admin/products/new', at: '/admin/products', typed: { name_ko: '적던 향' } },
  '/admin/products/:id': { page: '/admin/products/@', find: PERFUME, typed: { story_ko: '적던 이야기' } },
  '/admin/products/:id/prices': { page: '/admin/products/@/prices', find: PERFUME, typed: { volume_price: '54300' } },
  '/admin/products/:id/visibility': {
    ...{ page: '/admin/products/@', at: '/admin/products/@/visibility', holds: 'name="publish_at"', find: HIDDEN },
    typed: { publish_at: '2026-12-24T09:07' },
    pressed: { to: 'schedule' },
  },
  '/admin/products/:id/photos/:photo': {
    ...{
      page: '/admin/products/@',
      at: '/admin/products/@/photos/1',
      find: 'select perfume_id from perfume_photos where id = 1',
    },
    typed: { alt_ko: '적던 설명' },
    pressed: { intent: 'save' },
  },
  '/admin/products/bulk': {
    ...{ page: '/admin/products', at: '/admin/products/bulk', find: PERFUME },
    typed: { product: '@', change: 'price_set', value: '54320' },
  },
  '/admin/products/bulk/apply': {
    ...{
      page: '/admin/products',
      at: '/admin/products/bulk/apply',
      holds: 'action="/admin/products/bulk"',
      find: PERFUME,
    },
    typed: { product: '@', change: 'price_set', value: '65430' },
    pressed: { digest: 'x' },
  },
  '/admin/products/houses': {
    page: '/admin/products/houses/new',
    at: '/admin/products/houses',
    typed: { name_ko: '적던 집' },
  },
  '/admin/products/houses/:house': { page: '/admin/products/houses/house-1', typed: { story_ko: '적던 집 이야기' } },
  '/admin/products/notes': { page: '/admin/products/notes', typed: { name_ko: '적던 노트' } },
  '/admin/products/notes/:note': { page: '/admin/products/notes/note-1', typed: { name_ko: '고치던 노트' } },
  '/admin/stock/:volume/count': {
    ...{ page: '/admin/stock/@', at: '/admin/stock/@/count', find: VOLUME, typed: { count_note: '적던 까닭' } },
  },
  '/admin/stock/:volume/delivery': {
    ...{ page: '/admin/stock/@', at: '/admin/stock/@/delivery', find: VOLUME, typed: { delivery_note: '적던 입고' } },
  },
  '/admin/orders/ship': {
    ...{ page: '/admin/orders/ship?number=@', at: '/admin/orders/ship', find: order(`status = 'paid'`) },
    typed: { tracking: '601234567891' },
  },
  '/admin/orders/:number/ship': ofOrder('ship', `status = 'paid'`, { tracking: '601234567892' }),
  '/admin/orders/:number/note': ofOrder('note', `status = 'paid'`, { note_text: '적던 메모' }),
  '/admin/orders/:number/refund': ofOrder('refund', `status = 'delivered'`, { refund_text: '적던 환불 사유' }),
  '/admin/orders/:number/answer': ofOrder('answer', `id = (select min(order_id::text)::uuid from order_questions)`, {
    answer_text: '적던 답장',
  }),
  '/admin/orders/:number/clear-flag': ofOrder('clear-flag', 'flag is not null', { flag_text: '적던 확인' }),
  '/admin/orders/deposits/statements/:id': {
    ...{ page: '/admin/orders/deposits/statements/@', find: 'select min(id::text) from statement_files' },
    typed: { memo: '2' },
  },
  '/admin/orders/deposits/:id/match': ofDeposit('match', { number: '적던 번호' }),
  '/admin/orders/deposits/:id/set-aside': ofDeposit('set-aside', { note: '적던 까닭' }),
  '/admin/orders/new': { page: '/admin/orders/new', typed: { recipient: '적던 받는 분' } },
  '/admin/customers/:id/block': {
    ...{
      page: '/admin/customers/@',
      at: '/admin/customers/@/block',
      find: CUSTOMER,
      typed: { block_reason: '적던 사유' },
    },
  },
  '/admin/customers/:id/erase': { page: '/admin/customers/@/erase', find: CUSTOMER, typed: { email: 'typed@' } },
  '/admin/settings/seller': settings('seller', { owner: '적던 대표' }),
  '/admin/settings/bank': settings('bank', { holder: '적던 예금주' }),
  '/admin/settings/delivery': { page: '/admin/settings/delivery', typed: { fee: '3456' } },
  '/admin/settings/delivery/areas': {
    ...{
      page: '/admin/settings/delivery/areas/new',
      at: '/admin/settings/delivery/areas',
      typed: { nameKo: '적던 섬' },
    },
  },
  '/admin/settings/delivery/areas/:entry': {
    ...{ page: '/admin/settings/delivery/areas/@', find: 'select min(id) from delivery_areas' },
    typed: { nameKo: '고치던 섬' },
  },
  '/admin/settings/delivery/holidays': {
    ...{ page: '/admin/settings/delivery/holidays/new', at: '/admin/settings/delivery/holidays' },
    typed: { name: '적던 날' },
  },
  '/admin/settings/delivery/holidays/:entry': {
    ...{ page: '/admin/settings/delivery/holidays/@', find: 'select min(id) from holidays' },
    typed: { name: '고치던 날' },
  },
  '/admin/settings/delivery/pauses': {
    ...{ page: '/admin/settings/delivery/pauses/new', at: '/admin/settings/delivery/pauses' },
    typed: { wordsKo: '적던 말' },
  },
  '/admin/settings/delivery/pauses/:entry': {
    ...{ page: '/admin/settings/delivery/pauses/@', find: 'select min(id) from shop_pauses' },
    typed: { wordsKo: '고치던 말' },
  },
  '/admin/settings/mail': settings('mail', { senderName: '적던 이름' }),
};

test('every form that keeps what is typed into it is looked at here', () => {
  const kept = shop.shop.desk.routes.filter(({ isKept }) => isKept).map(({ path }) => path);
  expect(Object.keys(FORMS).sort()).toEqual(kept.sort());
});

const holds = (form: TypedForm, path: string): string => form.holds ?? `action="${path}"`;

/** The form as she sends it, with what she has typed. */
async function write(owner: DeskVisitor, form: TypedForm): Promise<{ path: string; sent: Record<string, string[]> }> {
  const found = form.find === undefined ? '' : String(await shop.database.value<unknown>(form.find));
  const fill = (text: string): string => text.replace('@', found);
  const path = fill(form.at ?? form.page);
  const html = await owner.text(fill(form.page));
  const typed = Object.entries({ ...form.typed, ...form.pressed }).map(([name, value]) => [name, [fill(value)]]);
  return { path, sent: { ...fieldsOfForm(html, holds(form, path)), ...Object.fromEntries(typed) } };
}

const entries = (): Promise<number> => shop.database.value<number>`select count(*) as n from audit_log`;
const endSessions = ({ staffId }: DeskVisitor) =>
  shop.database.run`delete from desk_sessions where sess ->> 'staffId' = ${staffId}`;

const KEPT = '/admin/sign-in?next=%2Fadmin%2Fkept&notice=kept';

/** Somebody sends a form whose session has ended. @returns the cookie that her browser has then */
async function sendInVain(owner: DeskVisitor, path: string, sent: Record<string, readonly string[]>): Promise<string> {
  await endSessions(owner);
  const answer = await owner.post(path, sent);
  expect([answer.status, answer.headers['location']]).toEqual([303, KEPT]);
  const cookies = answer.headers['set-cookie'] as unknown as string[];
  return cookies.find((one) => one.startsWith(DESK_COOKIE))!.split(';')[0]!;
}

/** As password and code make it, which the walk below goes through. */
const letIn = ({ staffId }: DeskVisitor) =>
  shop.database.run`
    update desk_sessions set sess = (sess::jsonb || jsonb_build_object('staffId', ${staffId}::text))::json
    where not sess::jsonb ? 'staffId'`;

const valuesIn = (html: string, path: string, form: TypedForm): unknown => {
  const fields = fieldsOfForm(html, holds(form, path));
  return Object.keys(form.typed).map((name) => fields[name]?.at(-1));
};

describe.each(Object.entries(FORMS))('%s', (_route, form) => {
  let owner: DeskVisitor;
  let written: Awaited<ReturnType<typeof write>>;
  let before: number;
  beforeEach(async () => {
    owner = await deskVisitor(shop);
    written = await write(owner, form);
    before = await entries();
  });
  afterEach(async () => {
    expect(await entries()).toBe(before);
  });
  const expected = (): unknown => Object.keys(form.typed).map((name) => written.sent[name]?.at(-1));

  test('a session that has ended costs nothing that was typed', async () => {
    const cookie = await sendInVain(owner, written.path, written.sent);
    expect(await shop.database.column`select sess::text from desk_sessions where sess::text like '%적던%'`).toEqual([]);
    await letIn(owner);
    const page = await owner.get('/admin/kept', { Cookie: cookie }).expect(200);
    expect(valuesIn(page.text, written.path, form)).toEqual(expected());
    expect(wordsOf(page.text)).toContain('로그인이 끝나 저장하지 못한 내용이에요.');
  });

  test('neither does a token of another session', async () => {
    await shop.database.run`
      update desk_sessions set sess = (sess::jsonb || '{"formToken": "another"}')::json
      where sess ->> 'staffId' = ${owner.staffId}`;
    const page = await owner.post(written.path, written.sent).expect(409);
    expect(valuesIn(page.text, written.path, form)).toEqual(expected());
    expect(wordsOf(page.text)).toContain('다른 창에서 다시 로그인해서 아직 저장하지 않았어요.');
  });

  test('no password and no code is among its fields', () => {
    expect(Object.keys(written.sent).filter((name) => /password|current|recovery|^code$|_code$/.test(name))).toEqual(
      [],
    );
  });
});

describe('a form that was kept', () => {
  const NOTE = FORMS['/admin/orders/:number/note']!;

  test('is there after password and code, is sent from there, and is over then', async () => {
    const person = await insider(access);
    const path = '/admin/account';
    const form = fieldsOfForm(await person.browser.text(path), `action="${path}"`);
    access.clock.advance(61 * 60_000);
    const sent = Object.fromEntries(Object.entries(form).map(([name, [value = '']]) => [name, value]));
    await person.browser
      .post(path, { ...sent, name: '새 이름' })
      .expect(303)
      .expect('Location', KEPT);
    expect(await person.browser.words(KEPT)).toContain('적던 내용은 그대로 있으니');
    const next = { email: person.email, password: PASSWORD, next: '/admin/kept' };
    await person.browser.post('/admin/sign-in', next).expect(303);
    await person.browser
      .post('/admin/sign-in/code', { code: person.code() })
      .expect(303)
      .expect('Location', '/admin/kept');
    for (let loaded = 0; loaded < 2; loaded++) {
      expect(await person.browser.text('/admin/kept')).toContain('value="새 이름"');
    }
    const nameOf = () => access.database.value<string>`select name from staff where email = ${person.email}`;
    expect(await nameOf()).toBe('김서연');
    await person.browser.send('/admin/kept', path, { name: '새 이름', locale: 'ko' });
    expect(await nameOf()).toBe('새 이름');
    await person.browser.get('/admin/kept').expect(303).expect('Location', '/admin');
  });

  test('is shown to nobody else, and to nobody after an hour', async () => {
    const [owner, other] = [await deskVisitor(shop), await deskVisitor(shop)];
    const { path, sent } = await write(owner, NOTE);
    const cookie = await sendInVain(owner, path, sent);
    await letIn(other);
    await owner.get('/admin/kept', { Cookie: cookie }).expect(303).expect('Location', '/admin');
    await endSessions(other);
    const again = await sendInVain(owner, path, sent);
    await letIn(owner);
    await owner.get('/admin/kept', { Cookie: again }).expect(200);
    shop.clock.advance(30 * 60_000);
    await owner.get('/admin', { Cookie: again }).expect(200);
    shop.clock.advance(31 * 60_000);
    await owner.get('/admin/kept', { Cookie: again }).expect(303).expect('Location', '/admin');
  });

  test('is shown with the permissions of the day', async () => {
    const owner = await deskVisitor(shop);
    const { path, sent } = await write(owner, NOTE);
    const cookie = await sendInVain(owner, path, sent);
    await shop.database.run`update staff set role = 'reader' where id = ${owner.staffId}`;
    await letIn(owner);
    await owner.get('/admin/kept', { Cookie: cookie }).expect(403);
  });

  test.each([
    ['nobody whom the desk has shown one', () => ''],
    [
      'who made up its key',
      () => makeFormKey({ seals: ['another key of 32 characters at least'] }, 'somebody', shop.clock.now()),
    ],
  ])('is kept for %s: no session begins', async (_who, key) => {
    const owner = await deskVisitor(shop);
    const { path, sent } = await write(owner, NOTE);
    await endSessions(owner);
    const answer = await owner.post(path, { ...sent, form_key: key() }).expect(303);
    expect([answer.headers['location'], answer.headers['set-cookie']]).toEqual([
      '/admin/sign-in?notice=not-done',
      undefined,
    ]);
  });

  test('is not kept when it is as long as no typing is; she is told, and led back', async () => {
    const owner = await deskVisitor(shop);
    const { path, sent } = await write(owner, NOTE);
    await endSessions(owner);
    const answer = await owner.post(path, { ...sent, note_text: '가'.repeat(70_000) }).expect(303);
    expect(answer.headers['location']).toBe('/admin/sign-in?notice=not-done');
  });

  test('that has nothing but its button is not done, and she is led to its page', async () => {
    const owner = await deskVisitor(shop);
    const number = await shop.database.value<string>(order(`status = 'shipped'`));
    const path = `/admin/orders/${number}/deliver`;
    const sent = fieldsOfForm(await owner.text(`/admin/orders/${number}`), `action="${path}"`);
    await endSessions(owner);
    const back = `/admin/sign-in?next=%2Fadmin%2Forders%2F${number}&notice=not-done`;
    await owner.post(path, sent).expect(303).expect('Location', back);
  });
});

test('the page of a form whose token is of another session sends it when it is pressed again', async () => {
  const owner = await deskVisitor(shop);
  const { path, sent } = await write(owner, FORMS['/admin/orders/:number/note']!);
  const shown = await owner.post(path, { ...sent, form_token: 'of another session' }).expect(409);
  await owner.post(path, fieldsOfForm(shown.text, `action="${path}"`)).expect(303);
  const said = await shop.database
    .column<string>`select detail ->> 'text' as text from order_events where kind = 'note'`;
  expect(said.filter((text) => text === '적던 메모')).toHaveLength(1);
});

test('somebody else’s form is refused whole', async () => {
  const [owner, other] = [await deskVisitor(shop), await deskVisitor(shop)];
  const { path, sent } = await write(owner, FORMS['/admin/orders/:number/note']!);
  await other.post(path, { ...sent, form_token: 'of another session' }).expect(403);
});
