import { randomUUID } from 'node:crypto';
import { deskVisitor } from '../../../setup/desk';
import { expectAll, formTokenIn } from '../../../setup/html';
import { runJobs } from '../../storefront/accounts/support';
import { comeIn, deskBrowser, insider, isIn, logOf, signIn, withAccessShop, type Insider } from './support';

const shop = withAccessShop();
let owner: Insider;
beforeAll(async () => {
  owner = await insider(shop);
});
beforeEach(async () => {
  // Tests move the clock by more than an hour in all.
  if (!(await isIn(owner.browser))) owner = await insider(shop);
});

const rowOf = (id: string) =>
  shop.database.row<{ role: string; disabled_at: Date | null }>`select role, disabled_at from staff where id = ${id}`;
const invitation = { name: '이도윤', email: 'doyun@example.com', role: 'shipping' };
const linkIn = (html: string): string => {
  const token = /class="secret[^>]*>https:\/\/app\.essence-aura\.localhost:8443\/admin\/set-up\/([\w-]{43})</.exec(
    html,
  )?.[1];
  if (!token) throw new Error(`the page shows no link:\n${html}`);
  return token;
};
const invite = (form: Record<string, string>, by = owner) =>
  by.browser.sendOn('/admin/people/new', '/admin/people/new', form);
const act = (id: string, what: string, form: Record<string, string> = {}, by = owner) =>
  by.browser[what === 'link' ? 'sendOn' : 'send']('/admin/people', `/admin/people/${id}/${what}`, form);

test('an owner invites somebody: a link, shown once and mailed, with which she comes in as what she is to be', async () => {
  await runJobs(shop);
  const shown = await invite({ ...invitation, email: ' Doyun@Example.com ', recent_code: owner.code() });
  expect(shown.status).toBe(200);
  const token = linkIn(shown.text);
  const [mail, ...others] = (await runJobs(shop)).filter(({ kind }) => kind !== 'owner-notice');
  expect(others).toEqual([]);
  expect([mail!.to, mail!.kind]).toEqual(['doyun@example.com', 'staff-link']);
  expect(mail!.text).toContain(`https://app.essence-aura.localhost:8443/admin/set-up/${token}`);
  expect(mail!.text).toContain('김서연 님이');

  const list = await owner.browser.text('/admin/people');
  expectAll(list, 'doyun@example.com', '초대함');
  expect(list).not.toContain(token);
  const { browser } = await comeIn(shop, token);
  expect(await isIn(browser)).toBe(true);
  expect((await browser.get('/admin/people')).status).toBe(403);
  expect((await owner.browser.get('/admin/people')).text).not.toContain('초대함');

  const id = await shop.database.value<string>`select id from staff where email = 'doyun@example.com'`;
  expect(await logOf(shop, id)).toEqual([
    {
      action: 'staff.invite',
      actor: `김서연 <${owner.email}>`,
      subject_name: '이도윤',
      changes: { email: [null, 'doyun@example.com'], name: [null, '이도윤'], role: [null, 'shipping'] },
    },
    expect.objectContaining({ action: 'staff.set-up' }),
  ]);
});

test('an invitation of somebody who is there, or with a typing error, is refused; what was typed is kept', async () => {
  const form = { ...invitation, email: 'new@example.com' };
  await owner.browser.send('/admin/people/new', '/admin/people/new', { ...form, name: '', recent_code: owner.code() });
  for (const [wrong, field] of [
    [{ ...form, email: owner.email }, 'email'],
    [{ ...form, email: 'no address' }, 'email'],
    [{ ...form, email: 'a@example.com, b@example.com' }, 'email'],
    [{ ...form, name: '' }, 'name'],
    [{ ...form, name: 'www.example.com' }, 'name'],
  ] as const) {
    const answer = await invite(wrong);
    expect([answer.status, field, answer.text.includes(`id="${field}-error"`)]).toEqual([422, field, true]);
    expect(answer.text).toContain(`value="${wrong.email}"`);
    expect(answer.text).toMatch(/value="shipping" checked/);
  }
  for (const more of [{ role: 'god' }, { disabled_at: '' }, { set_up_at: 'now' }, { password_hash: 'x' }]) {
    expect((await invite({ ...form, ...more })).status).toBe(400);
  }
  expect(await shop.database.rows`select 1 from staff where email = 'new@example.com'`).toEqual([]);
  expect((await invite(form)).status).toBe(200);
});

test('who has just signed in, or gave a code for something else, is asked for one of her own before she lets anybody in', async () => {
  const fresh = await insider(shop);
  const person = await insider(shop, 'reader');
  const path = '/admin/people/new';
  const form = { ...invitation, email: 'kept@example.com' };
  const asked = await invite(form, fresh);
  expect(asked.status).toBe(403);
  expect(asked.text).toContain('value="kept@example.com"');
  fresh.code();
  await fresh.browser.send('/admin/account', '/admin/account/recovery-codes', { recent_code: fresh.codeNow() });
  for (const what of ['role', 'link', 'enable']) {
    const answer = await act(person.id, what, what === 'role' ? { role: 'owner' } : {}, fresh);
    expect([what, answer.status]).toEqual([what, 403]);
  }
  for (const recent_code of ['', '000000', fresh.codeNow()]) {
    expect((await invite({ ...form, recent_code }, fresh)).status).toBe(422);
  }
  expect(await rowOf(person.id)).toMatchObject({ role: 'reader' });
  expect((await fresh.browser.send(path, path, { ...form, recent_code: fresh.code() })).status).toBe(303);
  // It counts for a quarter of an hour, in which she goes on.
  expect((await act(person.id, 'role', { role: 'shipping' }, fresh)).status).toBe(303);
  shop.clock.advance(16 * 60_000);
  expect((await act(person.id, 'role', { role: 'owner' }, fresh)).status).toBe(403);
});

test('a role counts from the next request on', async () => {
  const person = await insider(shop, 'reader');
  expect((await person.browser.get('/admin/audit')).status).toBe(200);
  expect((await act(person.id, 'role', { role: 'god', recent_code: owner.code() })).status).toBe(400);
  expect(await rowOf(person.id)).toMatchObject({ role: 'reader' });
  expect((await act(person.id, 'role', { role: 'shipping', recent_code: owner.code() })).status).toBe(303);
  expect(await rowOf(person.id)).toMatchObject({ role: 'shipping' });
  expect((await person.browser.get('/admin/audit')).status).toBe(403);
  expect((await logOf(shop, person.id)).at(-1)).toMatchObject({
    action: 'staff.role',
    actor: `김서연 <${owner.email}>`,
    changes: { role: ['reader', 'shipping'] },
  });
});

test('nobody changes her own role, shuts herself out, or makes herself a link', async () => {
  for (const [what, form] of [
    ['role', { role: 'reader', recent_code: owner.code() }],
    ['disable', {}],
    ['link', { recent_code: owner.code() }],
  ] as const) {
    const answer = await act(owner.id, what, form);
    expect([what, answer.status]).toEqual([what, 422]);
  }
  expect(await rowOf(owner.id)).toEqual({ role: 'owner', disabled_at: null });
  const text = await owner.browser.text(`/admin/people/${owner.id}`);
  expect(text).not.toContain('/disable"');
});

test.each(['shipping', 'reader'] as const)('%s reaches nothing of it, not for herself either', async (role) => {
  const person = await insider(shop, role);
  const before = await shop.database.rows`select * from staff order by id`;
  for (const page of ['/admin/people', '/admin/people/new', `/admin/people/${person.id}`]) {
    expect((await person.browser.get(page)).status).toBe(403);
  }
  for (const [what, form] of [
    ['role', { role: 'owner', recent_code: person.code() }],
    ['disable', {}],
    ['enable', { recent_code: person.code() }],
    ['sign-out', {}],
    ['link', { recent_code: person.code() }],
  ] as const) {
    const paths = [person.id, owner.id].map((id) => `/admin/people/${id}/${what}`);
    for (const path of paths) expect((await person.browser.send('/admin/account', path, form)).status).toBe(403);
  }
  const form = { ...invitation, email: 'raised@example.com', role: 'owner', recent_code: person.code() };
  expect((await person.browser.send('/admin/account', '/admin/people/new', form)).status).toBe(403);
  expect(await shop.database.rows`select * from staff order by id`).toEqual(before);
});

test('who is shut out is out at once, everywhere, with her links; and comes in again when she is let in', async () => {
  const person = await insider(shop, 'shipping');
  const elsewhere = await signIn(shop, person);
  const shown = await act(person.id, 'link', { recent_code: owner.code() });
  const token = linkIn(shown.text);
  expect([await isIn(person.browser), await isIn(elsewhere)]).toEqual([false, false]);
  const again = await signIn(shop, person);
  const halfway = deskBrowser(shop);
  await halfway.post('/admin/sign-in', { email: person.email, password: person.password }).expect(303);

  expect((await act(person.id, 'disable')).status).toBe(303);
  expect(await isIn(again)).toBe(false);
  const rows = await shop.database.rows`select 1 from desk_sessions where sess::text like '%' || ${person.id} || '%'`;
  expect(rows).toEqual([]);
  await halfway.post('/admin/sign-in/code', { code: person.code() }).expect(303);
  expect(await isIn(halfway)).toBe(false);
  await deskBrowser(shop).get(`/admin/set-up/${token}`).expect(410);
  expect((await act(person.id, 'link', { recent_code: owner.code() })).status).toBe(422);

  expect((await act(person.id, 'enable', { recent_code: owner.code() })).status).toBe(303);
  await signIn(shop, person);
  expect((await logOf(shop, person.id)).map(({ action }) => action).slice(-3)).toEqual([
    'staff.link',
    'staff.disable',
    'staff.enable',
  ]);
});

test('every owner hears who comes to the desk and what she may do, also the one who is shut out by it', async () => {
  const other = await insider(shop);
  const told = async () =>
    (await runJobs(shop))
      .filter(({ to, kind }) => to === other.email && kind === 'owner-notice')
      .map(({ text }) => text);
  await told();
  const form = { ...invitation, email: 'backdoor@example.com', role: 'owner' };
  expect((await invite({ ...form, recent_code: owner.code() })).status).toBe(200);
  const [invited, ...more] = await told();
  expect(more).toEqual([]);
  for (const said of ['이도윤 <backdoor@example.com>', `김서연 <${owner.email}>`, '초대'])
    expect(invited).toContain(said);

  const person = await insider(shop, 'reader');
  expect((await act(person.id, 'role', { role: 'owner', recent_code: owner.code() })).status).toBe(303);
  expect((await act(person.id, 'link', { recent_code: owner.code() })).status).toBe(200);
  expect((await act(person.id, 'disable')).status).toBe(303);
  expect((await act(person.id, 'disable')).status).toBe(303);
  expect((await act(person.id, 'enable', { recent_code: owner.code() })).status).toBe(303);
  expect(await told()).toHaveLength(4);
  expect((await act(other.id, 'disable')).status).toBe(303);
  expect(await told()).toHaveLength(1);
});

test('a new link is mailed to her, and ends the ones before', async () => {
  const person = await insider(shop, 'reader');
  await runJobs(shop);
  const first = linkIn((await act(person.id, 'link', { recent_code: owner.code() })).text);
  const second = linkIn((await act(person.id, 'link', { recent_code: owner.code() })).text);
  const mails = (await runJobs(shop)).filter(({ kind }) => kind !== 'owner-notice');
  expect(mails.map(({ to, kind }) => [to, kind])).toEqual([
    [person.email, 'staff-link'],
    [person.email, 'staff-link'],
  ]);
  expect(mails[0]!.subject).toContain('새 링크');
  await deskBrowser(shop).get(`/admin/set-up/${first}`).expect(410);
  await comeIn(shop, second);
});

test('somebody is signed out everywhere, and nobody else is', async () => {
  const person = await insider(shop, 'reader');
  const other = await insider(shop, 'reader');
  expect((await act(person.id, 'sign-out')).status).toBe(303);
  expect([await isIn(person.browser), await isIn(other.browser), await isIn(owner.browser)]).toEqual([
    false,
    true,
    true,
  ]);
  expect((await logOf(shop, person.id)).at(-1)).toMatchObject({
    action: 'staff.sign-out',
    changes: { sessions: [1, 0] },
  });
});

test.each([randomUUID(), 'x', '1', '%27', '00000000-0000-0000-0000-000000000000'])('%s is nobody', async (id) => {
  expect((await owner.browser.get(`/admin/people/${id}`)).status).toBe(404);
  expect((await act(id, 'role', { role: 'reader', recent_code: owner.code() })).status).toBe(404);
  expect((await act(id, 'disable')).status).toBe(404);
  expect((await act(id, 'enable', { recent_code: owner.code() })).status).toBe(404);
  expect((await act(id, 'sign-out')).status).toBe(404);
  expect((await act(id, 'link', { recent_code: owner.code() })).status).toBe(404);
});

test.each(['role', 'disable', 'enable', 'sign-out', 'link'])('%s takes no field it has not', async (what) => {
  const person = await insider(shop, 'reader');
  const form = { email: 'x@example.com', recent_code: owner.code() };
  expect((await act(person.id, what, form)).status).toBe(400);
});

test.each(['role', 'disable'])('two owners who unmake each other at the same moment (%s): one stays', async (what) => {
  const [one, two] = [await insider(shop), await insider(shop)];
  await shop.database.pool.query("update staff set disabled_at = now() where role = 'owner' and id <> all($1)", [
    [one.id, two.id],
  ]);
  shop.clock.advance(30_000);
  const formOf = async (by: Insider) => ({
    form_token: formTokenIn((await by.browser.get('/admin/people')).text),
    ...(what === 'role' ? { role: 'reader', recent_code: by.codeNow() } : {}),
  });
  const [formOfOne, formOfTwo] = [await formOf(one), await formOf(two)];
  const answers = await Promise.all([
    one.browser.post(`/admin/people/${two.id}/${what}`, formOfOne),
    two.browser.post(`/admin/people/${one.id}/${what}`, formOfTwo),
  ]);
  // The one who came too late is no owner any more, or nobody at all.
  expect(answers.filter(({ headers }) => headers['location']?.startsWith('/admin/people/'))).toHaveLength(1);
  const rows = await shop.database.rows`
    select id from staff where role = 'owner' and disabled_at is null and set_up_at is not null`;
  expect(rows).toHaveLength(1);
});

test('an owner who was made one by hand, without an authenticator app, invites nobody', async () => {
  const visitor = await deskVisitor(shop, 'owner');
  await visitor.post('/admin/people/new', { ...invitation, email: 'x@example.com', recent_code: '123456' }).expect(422);
});

test('names are shown as they are, whatever stands in them', async () => {
  const name = '<img src=x onerror=alert(1)>';
  const shown = await invite({ name, email: 'hostile@example.com', role: 'reader', recent_code: owner.code() });
  expect(shown.status).toBe(200);
  for (const html of [
    shown.text,
    (await owner.browser.get('/admin/people')).text,
    (await owner.browser.get('/admin/audit')).text,
  ]) {
    expect(html).not.toContain('<img src=x');
    expect(html).toContain('&lt;img src=x');
  }
});
