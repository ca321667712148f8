/** What the sign-in page can't show: how much work an answer took, and what happens between its steps. */
import { createEntry } from '../../../../server/desk/access/entry/service';
import { credentialsMark } from '../../../../server/desk/access/model';
import { createAccess } from '../../../../server/desk/access/service';
import type { Passwords } from '../../../../server/store/accounts/passwords';
import { withDatabase } from '../../../setup/database';

const FROM = { asker: '10.0.0.1', address: '10.0.0.1', browser: '' };

const database = withDatabase();
beforeAll(async () => {
  await database.run`insert into staff (email, name, role, password_hash, totp_secret, created_at, set_up_at,
    disabled_at) values
       ('in@example.com', 'in', 'owner', 'hash of in', 'x', now(), now(), null),
       ('out@example.com', 'out', 'owner', 'hash of out', 'x', now(), now(), now()),
       ('new@example.com', 'new', 'owner', null, null, now(), null, null)`;
});

function countingPasswords(fits: boolean): Passwords & { readonly work: string[] } {
  const work: string[] = [];
  return {
    work,
    hash: (password) => Promise.resolve((work.push('hash'), `hash of ${password}`)),
    verify: (_password, stored) =>
      Promise.resolve((work.push('verify'), { fits: fits && stored !== null, outdated: false })),
  };
}

const entryWith = (passwords: Passwords) =>
  createEntry({
    pool: database.pool,
    clock: { now: () => new Date() },
    passwords,
    proofs: { prove: () => Promise.resolve('right') },
  });

test.each(['in', 'out', 'new', 'nobody'])('%s costs one hash, whether or not the password is right', async (who) => {
  for (const fits of [true, false]) {
    const passwords = countingPasswords(fits);
    const begun = await entryWith(passwords).begin({ email: `${who}@example.com`, password: 'x', from: FROM });
    expect(passwords.work).toEqual(['verify']);
    expect(begun !== null).toBe(fits && who === 'in');
  }
});

const begin = async () =>
  (await entryWith(countingPasswords(true)).begin({ email: 'in@example.com', password: 'x', from: FROM }))!;

test.each([
  ['a password that is changed', "password_hash = password_hash || '!'"],
  ['an authenticator app that is replaced', "totp_secret = totp_secret || 'y'"],
  ['somebody who is disabled', 'disabled_at = now()'],
])('%s while a session begins lets nobody in with what was before', async (_what, change) => {
  const begun = await begin();
  const row = await database.row`select totp_secret, password_hash from staff where email = 'in@example.com'`;
  expect(begun.mark).toBe(credentialsMark({ passwordHash: row.password_hash, totpSecret: row.totp_secret }));
  const entered = jest.fn();
  await database.during(`update staff set ${change} where email = 'in@example.com'`, async (changing) => {
    // It waits for what is being changed, and sees it.
    const admitted = createAccess(database).admit(begun, entered);
    await changing.query('commit');
    expect([await admitted, entered.mock.calls]).toEqual([false, []]);
  });
  expect(await entryWith(countingPasswords(true)).finish(begun, { code: '123456' }, null)).toEqual({ state: 'over' });
  await database.run`update staff set disabled_at = null where email = 'in@example.com'`;
});
