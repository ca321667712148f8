import { createOwnerNotices } from '../../../../server/desk/access';
import { CONSOLE } from '../../../../server/desk/audit/model';
import { recordSettings } from '../../../../server/desk/settings/service';
import { hasRightCheckDigit, normalizeBusinessNumber } from '../../../../server/store/settings/business-number';
import { createSettings, readSettings } from '../../../../server/store/settings/service';
import { withDatabase } from '../../../setup/database';
import { createTestOutbox, outbox } from '../../store/mail/support';

const database = withDatabase();
const clock = { now: () => new Date('2026-11-23T03:00:00Z') };
const owners = createOwnerNotices(createTestOutbox(clock), 'https://app.essence-aura.com');

const change = (values: Record<string, string | number>) =>
  createSettings(database.pool).change(values, (tx, before, after) =>
    recordSettings(tx, CONSOLE, { before, after }, { now: clock.now(), owners }),
  );
const entries = () =>
  database.rows<Record<string, unknown>>`select actor, staff_id, subject_id, changes from audit_log`;

test('what the command line changes is in the audit log, a section an entry; what stays is not', async () => {
  await change({ 'seller.company': '에센스', 'delivery.fee': '2500', 'delivery.freeFrom': '50000' });
  expect(await entries()).toEqual([
    { actor: 'console', staff_id: null, subject_id: 'seller', changes: { company: ['', '에센스'] } },
    { actor: 'console', staff_id: null, subject_id: 'delivery', changes: { fee: [3_000, 2_500] } },
  ]);
  await change({ 'seller.company': '에센스' });
  await change({});
  expect(await entries()).toHaveLength(2);
});

test('another bank account is mailed to every owner who can come in, with both accounts and who it was', async () => {
  await database.run`insert into staff (email, name, role, locale, password_hash, totp_secret, created_at, set_up_at,
    disabled_at)
     select name || '@example.com', name, role, locale, 'unused', 'unused', now(), now(), disabled
     from (values ('one', 'owner', 'ko', null), ('two', 'owner', 'en', null), ('gone', 'owner', 'ko', now()),
       ('packer', 'shipping', 'ko', null)) as people (name, role, locale, disabled)`;
  await change({ 'bank.bank': '한빛은행', 'bank.account': '110-222-333444', 'bank.holder': '한서진' });
  await change({ 'bank.account': '999-888-777666', 'bank.deadlineHours': '48' });
  await change({ 'bank.deadlineHours': '24' });
  const mails = await outbox(database);
  expect(mails.map(({ recipient, locale }) => [recipient, locale])).toEqual([
    ['one@example.com', 'ko'],
    ['two@example.com', 'en'],
    ['one@example.com', 'ko'],
    ['two@example.com', 'en'],
  ]);
  expect(mails[2]!.subject).toBe('[Essence Aura] 입금 계좌가 바뀌었어요');
  for (const said of ['한빛은행 110-222-333444 한서진', '한빛은행 999-888-777666 한서진', 'console', '11월 23일']) {
    expect(mails[2]!.body_text).toContain(said);
  }
});

test('a change whose entry can’t be written is no change', async () => {
  const broken = createSettings(database.pool).change({ 'delivery.fee': 1 }, () => Promise.reject(new Error('no log')));
  await expect(broken).rejects.toThrow('no log');
  expect((await readSettings(database.pool)).delivery.fee).toBe(2_500);
});

// From the registers of well-known companies, which print them on their pages.
test.each(['220-81-62517', '124-81-00998', '120-81-47521'])('%s has the right check digit', (number) => {
  expect(hasRightCheckDigit(number)).toBe(true);
  for (let digit = 0; digit < 10; digit++) {
    const other = number.slice(0, -1) + String(digit);
    expect(hasRightCheckDigit(other)).toBe(other === number);
  }
});

test.each([
  ['2208162517', '220-81-62517'],
  ['220 81 62517', '220-81-62517'],
  ['22081625170', null],
  ['220-81-6251a', null],
])('%s is %s', (typed, number) => {
  expect(normalizeBusinessNumber(typed)).toBe(number);
});
