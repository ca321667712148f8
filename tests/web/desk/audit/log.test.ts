import { CONSOLE, type AuditEntry, type SubjectKind } from '../../../../server/desk/audit/model';
import { recordChange } from '../../../../server/desk/audit/service';
import { deskVisitor } from '../../../setup/desk';
import { expectAll } from '../../../setup/html';
import { withProductsAtDesk } from '../perfumes/editor';

const { shop, editor, owner } = withProductsAtDesk();
beforeEach(async () => {
  // Only a test may: as the owner of the table, with its guards off.
  await shop.database.run`alter table audit_log disable trigger user`;
  await shop.database.run`truncate audit_log`;
  await shop.database.run`alter table audit_log enable trigger user`;
});

type Somebody = { readonly staffId: string; readonly email: string };
const write = (who: Somebody | null, entry: AuditEntry, at: string) =>
  recordChange(
    shop.database.pool,
    who ? { staffId: who.staffId, name: `김서연 <${who.email}>`, requestId: 'a-request' } : CONSOLE,
    entry,
    new Date(at),
  );
const product: AuditEntry = {
  action: 'product.update',
  subject: { kind: 'product', id: 12, name: '비 온 뒤' },
  // Two of them as a release may have written them that had other names.
  changes: {
    price: [98_000, 105_000],
    slug: [null, 'after-rain'],
    ...({ hidden: [false, true], colour: ['', 'red'] } as object),
  },
};
const rowsIn = (html: string): string[] =>
  Array.from((/<tbody[^>]*>([^]*?)<\/tbody>/.exec(html)?.[1] ?? '').matchAll(/<tr>([^]*?)<\/tr>/g), ([, row]) =>
    String(row)
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );

test('what was changed stands there in words, from what to what, with its page', async () => {
  await write(owner, product, '2026-11-23T01:02:03Z');
  const text = await owner.text('/admin/audit');
  expect(rowsIn(text)).toEqual([
    expect.stringMatching(
      /^2026\. 11\. 23\. 10:02 김서연 상품 비 온 뒤 고침 주소 없음 → 다음으로 바뀜 after-rain 값 \(원\) ₩98,000 → 다음으로 바뀜 ₩105,000 colour 없음 → 다음으로 바뀜 red hidden 아니요 → 다음으로 바뀜 예$/,
    ),
  ]);
  expect(text).toContain('href="/admin/products/12"');
});

test('a volume that isn’t sold any more is said to be so', async () => {
  const answer = await editor.edit(owner, editor.rain, { volume_state: ['archived', 'selling'] });
  expect(answer.status).toBe(303);
  expect(rowsIn(await owner.text('/admin/audit'))[0]).toContain(
    'TST-AFTER-RAIN-010 · 판매 판매 → 다음으로 바뀜 판매 중지',
  );
  const reader = await deskVisitor(shop, 'reader', { locale: 'en' });
  expect(rowsIn(await reader.text('/admin/audit'))[0]).toContain(
    'TST-AFTER-RAIN-010 · Sale For sale → became Not sold any more',
  );
});

test('whatever was done, no code and no address stands in the log', async () => {
  const typed = { family: 'woody', concentration: 'parfum', notes_top: '유자', accord_marine: '41', year: '2020' };
  expect((await editor.edit(owner, editor.rain, typed)).status).toBe(303);
  const { id, stock } = (await editor.volumes(editor.rain))[1]!;
  const count = { counted: String(stock + 1), seen: String(stock), reason: 'damage', count_note: '' };
  await owner.post(`/admin/stock/${id}/count`, count).expect(303);
  await owner.post(`/admin/products/${editor.rain}/visibility`, { to: 'hide' }).expect(303);
  const house = { name_ko: '시험당', name_en: 'Test House', slug: '', position: '3' };
  const story = { story_ko: '시험하는 집이에요.', story_en: 'A house for tests.' };
  await owner
    .post('/admin/products/houses/test-house', { ...house, ...story, bottle: 'arch', cap: 'brass' })
    .expect(303);
  await owner.post('/admin/products/notes/rain', { name_ko: '비', name_en: 'Rain', note_group: 'flower' }).expect(303);
  const order = { kind: 'order', id: 'x', name: 'EA-A' } as const;
  const changes = { status: ['paid', 'shipped'], carrier: [null, 'cj'], flag: ['late-payment', null] } as const;
  await write(owner, { action: 'order.ship', subject: order, changes }, '2026-11-23T01:00:00Z');
  const mail = { mail: [null, 'order-paid'] } as const;
  await write(owner, { action: 'order.resend-mail', subject: order, changes: mail }, '2026-11-23T01:00:00Z');
  const delivery = { kind: 'settings', id: 'delivery', name: 'delivery' } as const;
  const carrier = { carrier: ['', 'hanjin'], fee: [3000, 3500] } as const;
  await write(owner, { action: 'setting.change', subject: delivery, changes: carrier }, '2026-11-23T01:00:00Z');
  const test = { kind: 'settings', id: 'mail', name: 'file:/a/mail' } as const;
  await write(owner, { action: 'mail.test', subject: test }, '2026-11-23T01:00:00Z');
  const subjects = [
    { kind: 'mail', id: '7', name: 'staff-link' } as const,
    { kind: 'mail', id: 'all', name: 'all' } as const,
  ];
  for (const subject of subjects) await write(owner, { action: 'mail.retry', subject }, '2026-11-23T01:00:00Z');
  const person = { kind: 'staff', id: 'x', name: '이도윤' } as const;
  const role = { role: ['reader', 'shipping'], locale: ['ko', 'en'] } as const;
  await write(null, { action: 'staff.role', subject: person, changes: role }, '2026-11-23T01:00:00Z');
  const rows = rowsIn(await owner.text('/admin/audit'));
  expect(rows).toHaveLength(12);
  // Korean knows no small Latin letters: a word of them is a code. `50ml` is none.
  for (const row of rows) expect(row).not.toMatch(/\b[a-z]/);
  expectAll(
    rows.join(' '),
    '계열 아쿠아틱 → 다음으로 바뀜 우디',
    '첫 향 비, 유자 → 다음으로 바뀜 유자',
    '깨지거나 상함',
  );
});

test('what was nothing and is nothing is left out', async () => {
  const changes = { name_ko: [null, '비'], story_ko: [null, ''], notes_top: [null, []] } as const;
  await write(owner, { action: 'product.create', subject: product.subject, changes }, '2026-11-23T01:00:00Z');
  expect(rowsIn(await owner.text('/admin/audit'))[0]).toMatch(/만듦 이름 \(한국어\) 없음 → 다음으로 바뀜 비$/);
});

test('a page that somebody may not open is no link for her', async () => {
  const reader = await deskVisitor(shop, 'reader', { locale: 'en' });
  await write(
    null,
    { action: 'staff.link', subject: { kind: 'staff', id: reader.staffId, name: '이도윤' } },
    '2026-11-23T01:00:00Z',
  );
  const text = await reader.text('/admin/audit');
  expect(rowsIn(text)[0]).toContain('Server command Person 이도윤 new link');
  expect(text).not.toContain('href="/admin/people');
});

test('whatever a feature writes is shown, hostile or long or unknown', async () => {
  const hostile = '<script>alert(1)</script>';
  await write(
    owner,
    {
      // As an earlier or later release may have written it.
      action: 'new-thing.do-it' as AuditEntry['action'],
      subject: { kind: 'new-thing' as SubjectKind, id: '../../x', name: hostile },
      changes: {
        constructor: [{ a: [1, { b: hostile }] }, ['x', 'y']],
        text: [hostile, '가'.repeat(5_000)],
        at: ['2026-11-23T01:00:00.000Z', null],
        role: ['reader', 'toString'],
      } as object,
    },
    '2026-11-23T01:00:00Z',
  );
  const text = await owner.text('/admin/audit');
  expect(text).not.toContain('<script>alert');
  const [row = ''] = rowsIn(text);
  expectAll(row, 'new-thing', 'a: 1, b: &lt;script&gt;', '2026. 11. 23. 10:00 → 다음으로 바뀜 없음');
  expectAll(row, '보기만 → 다음으로 바뀜 toString', '가…');
  expect(row.length).toBeLessThan(1_500);
});

test('is narrowed by person, kind and days of Korea', async () => {
  const other = await deskVisitor(shop, 'shipping');
  const order = (name: string): AuditEntry => ({ action: 'order.ship', subject: { kind: 'order', id: name, name } });
  await write(owner, product, '2026-11-20T14:59:59Z');
  await write(other, order('EA-A'), '2026-11-20T15:00:00Z');
  await write(other, order('EA-B'), '2026-11-21T14:59:59Z');
  await write(null, order('EA-C'), '2026-11-21T15:00:00Z');
  const names = async (query: string): Promise<string[]> => {
    const rows = rowsIn(await owner.text(`/admin/audit?${query}`));
    return rows.map((row) => /EA-\w|비 온 뒤/.exec(row)?.[0] ?? row);
  };
  expect(await names('')).toEqual(['EA-C', 'EA-B', 'EA-A', '비 온 뒤']);
  expect(await names(`who=${other.staffId}`)).toEqual(['EA-B', 'EA-A']);
  expect(await names('who=console')).toEqual(['EA-C']);
  expect(await names('kind=product')).toEqual(['비 온 뒤']);
  expect(await names('from=2026-11-21&to=2026-11-21')).toEqual(['EA-B', 'EA-A']);
  expect(await names('from=2026-11-22')).toEqual(['EA-C']);
  expect(await names(`to=2026-11-20&who=${owner.staffId}&kind=product`)).toEqual(['비 온 뒤']);
  expect((await owner.get('/admin/audit?kind=customer')).text).toContain('이 조건에 맞는 기록이 없어요.');
});

test.each([
  "who=1'--",
  'who=x&kind=%00',
  'from=2026-13-45&to=yesterday',
  'after=-1',
  'after=99999999999999999999',
  'after=1;drop',
  `kind=${'x'.repeat(5_000)}`,
  'who=console&who=console',
])('?%s is no error', async (query) => {
  await write(owner, product, '2026-11-23T01:00:00Z');
  await owner.get(`/admin/audit?${query}`).expect(200);
});

test('is paged from where a page ended, complete and without repeating, although much happened at once', async () => {
  for (let i = 0; i < 120; i++) {
    const subject = { kind: 'order', id: i, name: `EA-${i}` } as const;
    await write(owner, { action: 'order.ship', subject }, `2026-11-2${i < 60 ? 1 : 2}T00:00:00Z`);
  }
  const seen: string[] = [];
  let path: string | null = '/admin/audit?kind=order';
  let pages = 0;
  while (path) {
    const text: string = await owner.text(path);
    seen.push(...Array.from(text.matchAll(/\/admin\/orders\/(EA-\d+)"/g), ([, name]) => String(name)));
    const next: string | undefined = /<a href="([^"]+)" rel="next"/.exec(text)?.[1];
    path = next ? next.replaceAll('&amp;', '&').replaceAll('&#38;', '&') : null;
    expect(path === null || path.startsWith('/admin/audit?kind=order&after=')).toBe(true);
    // What is new meanwhile moves nothing.
    await write(
      owner,
      { action: 'order.note', subject: { kind: 'order', id: 999, name: 'EA-NEW' } },
      '2026-11-23T00:00:00Z',
    );
    pages += 1;
  }
  expect(pages).toBe(3);
  expect(seen).toEqual(Array.from({ length: 120 }, (_, i) => `EA-${119 - i}`));
});

test('nothing in it can be changed or removed', async () => {
  await write(owner, product, '2026-11-23T01:00:00Z');
  for (const statement of [
    "update audit_log set actor = 'somebody else'",
    'update audit_log set id = default',
    'delete from audit_log',
    'truncate audit_log',
    'truncate staff cascade',
  ]) {
    await expect(shop.database.pool.query(statement)).rejects.toMatchObject({ code: '23001' });
  }
  await expect(shop.database.run`delete from staff where id = ${owner.staffId}`).rejects.toMatchObject({
    code: '23503',
  });
  expect(await shop.database.rows`select actor from audit_log`).toEqual([{ actor: `김서연 <${owner.email}>` }]);
  for (const method of ['post', 'put', 'delete', 'patch'] as const) {
    expect((await owner.post('/admin/audit', { _method: method })).status).toBe(404);
  }
});

test('it is read by the newest first through an index, however long it is', async () => {
  await shop.database.run`insert into audit_log (at, staff_id, actor, action, subject_kind, subject_id, subject_name)
     select timestamptz '2026-01-01' + n * interval '1 minute',
    case when n % 1000 = 0 then ${owner.staffId}::uuid end, 'x',
       'order.ship', case when n % 500 = 0 then 'staff' else 'order' end, n::text, 'EA-' || n
     from generate_series(1, 20000) n`;
  await shop.database.run`analyze audit_log`;
  for (const condition of [
    'true',
    `staff_id = '${owner.staffId}'`,
    "subject_kind = 'staff'",
    "at >= '2026-01-02' and at < '2026-01-03'",
    '(at, id) < (select last.at, last.id from audit_log last where last.id = 5000)',
  ]) {
    const rows = await shop.database.rows<{ 'QUERY PLAN': string }>(
      `explain select * from audit_log where ${condition} order by at desc, id desc limit 51`,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).not.toMatch(/Seq Scan|Sort/);
  }
});
