import { createSignInJobs, createSignIns } from '../../../../server/store/sign-ins/service';
import { createTestClock } from '../../../setup/clock';
import { withDatabase } from '../../../setup/database';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

const database = withDatabase();
const clock = createTestClock();
const signIns = () => createSignIns({ pool: database.pool, clock });
const jobs = () =>
  createSignInJobs({ pool: database.pool, clock, mails: { warning: () => Promise.reject(new Error('nobody asked')) } });

const isKnown = async (link: string, side: 'storefront' | 'desk' = 'storefront'): Promise<boolean> =>
  (await signIns().followLink(side, { link, token: null })) === link;

const CALLER = { address: '203.0.113.9', browser: 'Chrome, Windows', token: null };
let people = 0;

async function account(): Promise<{ readonly id: string; readonly email: string }> {
  people += 1;
  const email = `person${people}@example.com`;
  const id = await database.value<string>`insert into accounts (email, name, password_hash, locale)
      values (${email}, '한서진', 'x', 'ko') returning id`;
  return { id: id, email };
}

const rowsOf = (person: string | null) =>
  database.rows<{ outcome: string; times: number }>`
    select outcome, times from sign_ins where coalesce(account_id, staff_id) is not distinct from ${person}::uuid
    order by id`;

test('what is wrong alike within an hour is one row with its count; the next hour is another', async () => {
  const { id, email } = await account();
  const place = await signIns().place('storefront', { email }, CALLER);
  await Promise.all(Array.from({ length: 30 }, () => signIns().record(place, 'wrong-password')));
  await signIns().record({ ...place, browser: 'Safari, iPhone' }, 'wrong-password');
  clock.advance(HOUR_MS);
  await signIns().record(place, 'wrong-password');
  expect((await rowsOf(id)).map(({ times }) => times)).toEqual([30, 1, 1]);
});

test('each time somebody comes in is a row of its own', async () => {
  const { id, email } = await account();
  const place = await signIns().place('storefront', { email }, CALLER);
  for (let i = 0; i < 3; i++) await signIns().record(place, 'in');
  expect(await rowsOf(id)).toEqual(Array.from({ length: 3 }, () => ({ outcome: 'in', times: 1 })));
});

test('an e-mail that nobody has is not kept as it was typed', async () => {
  const email = 'my-own-password-by-mistake';
  const place = await signIns().place('storefront', { email }, CALLER);
  expect(place).toMatchObject({ person: null, knows: null });
  for (let i = 0; i < 3; i++) await signIns().record(place, 'wrong-password');
  expect(await rowsOf(null)).toEqual([{ outcome: 'wrong-password', times: 3 }]);
  const rows = await database.rows`select sign_ins::text as t from sign_ins`;
  expect(JSON.stringify(rows)).not.toContain(email);
});

test('the code makes one attempt of two steps', async () => {
  const id = await database.value<string>`insert into staff (email, name, role, created_at)
      values ('a@example.com', 'a', 'owner', now()) returning id`;
  const place = await signIns().place('desk', { id: id }, CALLER);
  await signIns().record(place, 'password');
  await signIns().record(place, 'wrong-code');
  await signIns().welcome(place, 'in');
  await signIns().record(place, 'password');
  expect((await rowsOf(place.person)).map(({ outcome }) => outcome)).toEqual(['in', 'wrong-code', 'password']);
  // A code that comes after the page for it has closed belongs to no such step.
  clock.advance(16 * 60_000);
  await signIns().record(place, 'in');
  expect((await rowsOf(place.person)).map(({ outcome }) => outcome)).toEqual(['in', 'wrong-code', 'password', 'in']);
});

test('a browser is known by its token, an address by whoever came in from it; both only of who it was', async () => {
  const [she, other] = [await account(), await account()];
  const first = await signIns().place('storefront', she, CALLER);
  expect(first).toMatchObject({ knows: null, isNew: true, asker: CALLER.address });
  const token = await signIns().welcome(first, 'in');
  const seen = async (email: string, caller: object) => {
    const { knows, isNew } = await signIns().place('storefront', { email }, { ...CALLER, ...caller });
    return [knows, isNew];
  };
  expect(await seen(she.email, { token, address: '198.51.100.1' })).toEqual(['browser', false]);
  expect(await seen(she.email, {})).toEqual(['address', false]);
  expect(await seen(she.email, { browser: 'Firefox, Linux' })).toEqual(['address', true]);
  expect(await seen(she.email, { address: '198.51.100.1' })).toEqual([null, true]);
  expect(await seen(other.email, { token })).toEqual([null, true]);
  // Nobody becomes known by guessing.
  await signIns().record(await signIns().place('storefront', other, CALLER), 'wrong-password');
  expect(await seen(other.email, {})).toEqual([null, true]);
});

test('one person has twenty browsers, the latest; whoever brings a token that is hers keeps it', async () => {
  const { email } = await account();
  const tokens: string[] = [];
  for (let i = 0; i < 23; i++) {
    clock.advance(1_000);
    tokens.push(await signIns().welcome(await signIns().place('storefront', { email }, CALLER), 'in'));
  }
  const known = await Promise.all(tokens.map((token) => isKnown(token)));
  expect(known).toEqual([false, false, false, ...Array.from({ length: 20 }, () => true)]);
  const back = await signIns().place('storefront', { email }, { ...CALLER, token: tokens[22]! });
  expect(await signIns().welcome(back, 'in')).toBe(tokens[22]);
  expect(await isKnown(tokens[22]!, 'desk')).toBe(false);
});

test('after 90 days nothing is left of an attempt or a browser, and of one person never more than a thousand', async () => {
  const { id, email } = await account();
  const place = await signIns().place('storefront', { email }, CALLER);
  const token = await signIns().welcome(place, 'in');
  await database.run`insert into sign_ins (side, account_id, outcome, address, browser, since, at)
     select 'storefront', ${id}, 'in', '203.0.113.9', '', ${clock.now()}, ${clock.now()} from generate_series(1, 1100)`;
  await jobs().forgetOld();
  expect(await rowsOf(id)).toHaveLength(1_000);
  clock.advance(90 * DAY_MS - 1);
  await jobs().forgetOld();
  expect(await rowsOf(id)).toHaveLength(1_000);
  expect(await isKnown(token)).toBe(true);
  clock.advance(2);
  await jobs().forgetOld();
  expect(await rowsOf(id)).toEqual([]);
  expect(await isKnown(token)).toBe(false);
});
