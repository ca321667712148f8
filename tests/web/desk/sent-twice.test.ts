/** A form of the desk that is sent twice is done once, and answered both times as it was the first time. */
import { deskVisitor, withDesk, type DeskVisitor } from '../../setup/desk';
import { fieldsOfForm } from '../../setup/html';
import * as corpus from '../../unit/desk/perfumes/photo-corpus';
import { fillDesk } from './full-desk';

const { shop } = withDesk();
const found: Record<string, string> = {};

beforeAll(async () => {
  const { database } = shop;
  await fillDesk(database.pool, { rows: 2, parts: 1 }, shop.clock.now());
  found['volume'] = String(await database.value`select min(id) from variants`);
  found['perfume'] = String(await database.value`select min(id) from perfumes`);
  found['paid'] = await database.value`select min(number) from orders where status = 'paid'`;
  found['pending'] = await database.value`select max(number) from orders where status = 'pending' and flag is null`;
  found['mail'] = String(
    await database.value`select min(m.id) from outbox m join orders o on o.id = m.order_id and o.number = ${found['paid']}`,
  );
});

interface Sending {
  /** Where the form stands, where it is sent, and what counts what it does; \`{name}\` is what was found under it. */
  readonly page: string;
  readonly at: string;
  readonly typed?: Readonly<Record<string, string>>;
  readonly holds?: string;
  readonly counts: string;
}

const SENDINGS: Readonly<Record<string, Sending>> = {
  'a delivery': {
    ...{ page: '/admin/stock/{volume}', at: '/admin/stock/{volume}/delivery', typed: { quantity: '3' } },
    counts: `select count(*) from stock_movements where reason = 'delivery'`,
  },
  'a note': {
    ...{ page: '/admin/orders/{paid}', at: '/admin/orders/{paid}/note', typed: { note_text: '두 번 누름' } },
    counts: `select count(*) from order_events where detail ->> 'text' = '두 번 누름'`,
  },
  'a mail sent once more': {
    ...{ page: '/admin/orders/{paid}', at: '/admin/orders/{paid}/resend' },
    counts: `select count(*) from outbox`,
  },
  'links made anew': {
    ...{ page: '/admin/orders/{paid}', at: '/admin/orders/{paid}/renew-links' },
    counts: `select count(*) from order_events where kind = 'links-renewed'`,
  },
  'a parcel': {
    ...{ page: '/admin/orders/{paid}', at: '/admin/orders/{paid}/ship' },
    ...{ typed: { carrier: 'cj', tracking: '601234567890' } },
    counts: `select count(*) from audit_log where action = 'order.ship'`,
  },
  'a house': {
    ...{ page: '/admin/products/houses/new', at: '/admin/products/houses' },
    typed: { slug: 'twice', name_ko: '두 번', name_en: 'Twice', story_ko: '집', story_en: 'A house' },
    counts: `select count(*) from houses where slug = 'twice'`,
  },
  'a note of a perfume': {
    ...{ page: '/admin/products/notes', at: '/admin/products/notes' },
    typed: { name_ko: '두 번 우린 차', name_en: 'Tea twice', note_group: 'citrus' },
    counts: `select count(*) from notes where name_en = 'Tea twice'`,
  },
  'a section of the settings': {
    ...{ page: '/admin/settings/delivery', at: '/admin/settings/delivery', typed: { fee: '2500', freeFrom: '70000' } },
    counts: `select count(*) from audit_log where subject_kind = 'settings' and subject_id = 'delivery'`,
  },
  'an area where delivery costs more': {
    ...{ page: '/admin/settings/delivery/areas/new', at: '/admin/settings/delivery/areas' },
    typed: {
      ...{ nameKo: '두 번 섬', nameEn: 'Twice', postcodeFrom: '59781', postcodeUntil: '59790' },
      ...{ fee: '5000', extraDays: '2' },
    },
    counts: `select count(*) from delivery_areas where name_en = 'Twice'`,
  },
  'an invitation': {
    ...{ page: '/admin/people/new', at: '/admin/people/new' },
    typed: { name: '두 번', email: 'twice@example.com', role: 'reader' },
    counts: `select count(*) from staff_links l join staff s on s.id = l.staff_id where s.email = 'twice@example.com'`,
  },
  'a mail to try': {
    ...{ page: '/admin/settings', at: '/admin/settings/mail/test' },
    counts: 'select count(*) from mail_tests',
  },
};

const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => found[name] ?? '');
const count = async (sql: string): Promise<number> => Number(await shop.database.value<string>(sql));

async function write(owner: DeskVisitor, { page, at, typed }: Sending) {
  const path = fill(at);
  const fields = fieldsOfForm(await owner.text(fill(page)), `action="${path}"`);
  return { path, sent: { ...fields, ...Object.fromEntries(Object.entries(typed ?? {}).map(([n, v]) => [n, [v]])) } };
}

/** As a code given for that act makes it. */
const prove = ({ staffId }: DeskVisitor, act: string) =>
  shop.database.run`
    update desk_sessions set sess = (sess::jsonb || jsonb_build_object('proven',
      jsonb_build_object('act', ${act}::text, 'at', ${shop.clock.now().toISOString()}::text)))::json
    where sess ->> 'staffId' = ${staffId}`;

test.each(Object.entries(SENDINGS))('%s', async (_what, sending) => {
  const owner = await deskVisitor(shop);
  await prove(owner, 'people');
  const { path, sent } = await write(owner, sending);
  const before = await count(sending.counts);
  const answers = await Promise.all([owner.post(path, sent), owner.post(path, sent), owner.post(path, sent)]);
  answers.push(await owner.post(path, sent));
  const [first] = answers;
  expect(answers.map(({ status, headers }) => [status, headers['location']])).toEqual(
    answers.map(() => [303, first.headers['location']]),
  );
  expect(await count(sending.counts)).toBe(before + 1);
});

test('a picture, and a file', async () => {
  const owner = await deskVisitor(shop);
  const sendTwice = async (page: string, path: string, file: Parameters<DeskVisitor['upload']>[1]) => {
    const fields = fieldsOfForm(await owner.text(page), `action="${path}"`);
    const form = Object.fromEntries(Object.entries(fields).map(([name, [value = '']]) => [name, value]));
    const answers = await Promise.all([owner.upload(path, file, form), owner.upload(path, file, form)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(answers[0].headers['location']).toBe(answers[1].headers['location']);
  };
  const perfume = `/admin/products/${found['perfume']}`;
  const before = await count('select count(*) from perfume_photos');
  await sendTwice(perfume, `${perfume}/photos`, {
    ...{ name: 'photo.jpg', type: 'image/jpeg', content: await corpus.jpeg(1000, 800) },
  });
  expect(await count('select count(*) from perfume_photos')).toBe(before + 1);
  const files = await count('select count(*) from imports');
  await sendTwice('/admin/files', '/admin/files/import', {
    ...{ name: 'a.csv', type: 'text/csv', content: Buffer.from('sku,price\nFULL-1-1,1000\n') },
  });
  expect(await count('select count(*) from imports')).toBe(files + 1);
});

test('counts raised for many at once', async () => {
  const owner = await deskVisitor(shop);
  const typed = { product: found['perfume']!, change: 'stock_add', value: '5' };
  const form = fieldsOfForm(await owner.text('/admin/products'), 'action="/admin/products/bulk"');
  const preview = await owner.post('/admin/products/bulk', { ...form, ...typed }).expect(200);
  const sent = fieldsOfForm(preview.text, 'action="/admin/products/bulk"');
  const stock = () => count(`select sum(stock) from variants where perfume_id = ${found['perfume']}`);
  const before = await stock();
  const send = () => owner.post('/admin/products/bulk/apply', sent);
  const answers = await Promise.all([send(), send()]);
  expect(new Set(answers.map(({ headers }) => headers['location'])).size).toBe(1);
  expect(await stock()).toBe(before + 5);
});

test('what was refused can be sent again, and so can another value; a page opened anew is another form', async () => {
  const owner = await deskVisitor(shop);
  const sending = SENDINGS['a delivery']!;
  const { path, sent } = await write(owner, sending);
  const before = await count(sending.counts);
  await owner.post(path, { ...sent, quantity: 'many' }).expect(422);
  await owner.post(path, { ...sent, quantity: 'many' }).expect(422);
  await owner.post(path, sent).expect(303);
  await owner.post(path, { ...sent, quantity: '4' }).expect(303);
  await owner.post(path, (await write(owner, sending)).sent).expect(303);
  expect(await count(sending.counts)).toBe(before + 3);
});

test('what is said of it says who, where and what only under a seal, and for an hour', async () => {
  const owner = await deskVisitor(shop);
  const { path, sent } = await write(owner, SENDINGS['a delivery']!);
  await owner.post(path, sent).expect(303);
  const kept = await shop.database.column<Buffer>`select answer from sent_forms`;
  expect(kept.filter((answer) => answer.includes(path))).toEqual([]);
});

test('a file is sent as often as it is asked for', async () => {
  const owner = await deskVisitor(shop);
  const form = fieldsOfForm(await owner.text('/admin/files'), 'action="/admin/files/export/products"');
  for (let time = 0; time < 2; time++) await owner.post('/admin/files/export/products', form).expect(200);
});

test('codes that were just made stand on a page that can be loaded again, for ten minutes', async () => {
  const owner = await deskVisitor(shop);
  const page = '/admin/account/recovery-codes';
  await prove(owner, 'recovery-codes');
  const sent = fieldsOfForm(await owner.text(page), `action="${page}"`);
  await Promise.all([owner.post(page, sent).expect(303), owner.post(page, sent).expect(303)]);
  const shown = await owner.text(`${page}/new`);
  const codes = shown.match(/<li>[0-9a-z-]{19}<\/li>/g);
  expect(codes).toHaveLength(10);
  expect((await owner.text(`${page}/new`)).match(/<li>[0-9a-z-]{19}<\/li>/g)).toEqual(codes);
  shop.clock.advance(11 * 60_000);
  await owner.get(`${page}/new`).expect(303).expect('Location', page);
});
