import { EventEmitter, once } from 'node:events';
import { withTransaction } from '../../../../server/db/transaction';
import { openSealed } from '../../../../server/process/seal';
import { isOrderKeyValid } from '../../../../server/store/orders/order-link';
import { createTestClock } from '../../../setup/clock';
import { withDatabase } from '../../../setup/database';
import { createTestMails, BANK, KEYS, orderOf, OWNER, outbox } from './support';

const clock = createTestClock();
const mails = createTestMails(clock);
const database = withDatabase();
beforeEach(async () => {
  await database.run`truncate outbox; delete from graphile_worker._private_jobs`;
});

const queuedJobs = async (): Promise<unknown[]> =>
  (await database.rows<{ payload: unknown }>`select payload from graphile_worker._private_jobs order by id`).map(
    (row) => row.payload,
  );

describe('a mail and what it tells of', () => {
  test('are committed together: the row, and the job that sends it', async () => {
    await withTransaction(database.pool, (tx) => mails.orderPaid(tx, orderOf({ status: 'paid' }), { tellOwner: true }));
    const rows = await outbox(database);
    expect(rows.map(({ kind, recipient }) => [kind, recipient])).toEqual([
      ['order-paid', 'buyer@example.com'],
      ['new-order', OWNER],
    ]);
    expect(await queuedJobs()).toEqual(rows.map(({ id }) => ({ id })));
  });

  test('are rolled back together', async () => {
    const failing = withTransaction(database.pool, async (tx) => {
      await mails.orderPlaced(tx, orderOf());
      throw new Error('the order was refused');
    });
    await expect(failing).rejects.toThrow('the order was refused');
    expect(await outbox(database)).toEqual([]);
    expect(await queuedJobs()).toEqual([]);
  });

  test('no mail is seen before the commit', async () => {
    const steps = new EventEmitter();
    const [written, seen] = [once(steps, 'written'), once(steps, 'seen')];
    const placed = withTransaction(database.pool, async (tx) => {
      await mails.orderPlaced(tx, orderOf());
      steps.emit('written');
      await seen;
    });
    await Promise.race([written, placed]);
    expect(await outbox(database)).toEqual([]);
    expect(await queuedJobs()).toEqual([]);
    steps.emit('seen');
    await placed;
    expect(await outbox(database)).toHaveLength(2);
  });
});

describe('who hears of what', () => {
  test('a bank transfer order: the buyer how to pay, the owner that it came', async () => {
    await mails.orderPlaced(database.pool, orderOf());
    expect((await outbox(database)).map(({ kind, recipient }) => [kind, recipient])).toEqual([
      ['order-placed', 'buyer@example.com'],
      ['new-order', OWNER],
    ]);
  });

  test('a payment: the buyer, and the owner where she has not heard of the order', async () => {
    await mails.orderPaid(database.pool, orderOf({ status: 'paid' }), { tellOwner: false });
    expect((await outbox(database)).map(({ kind }) => kind)).toEqual(['order-paid']);
  });

  test('money for a closed order: the owner alone', async () => {
    await mails.latePayment(database.pool, orderOf({ status: 'expired', flag: 'late-payment' }));
    expect((await outbox(database)).map(({ kind, recipient }) => [kind, recipient])).toEqual([['late-payment', OWNER]]);
  });

  test('without an owner’s address nobody is told in her place', async () => {
    const ownerless = createTestMails(clock, null);
    await ownerless.orderPlaced(database.pool, orderOf());
    await ownerless.orderPaid(database.pool, orderOf({ status: 'paid' }), { tellOwner: true });
    await ownerless.latePayment(database.pool, orderOf());
    expect((await outbox(database)).map(({ kind }) => kind)).toEqual(['order-placed', 'order-paid']);
  });
});

describe('what it says', () => {
  test('bank instructions: where, how much, until when, in Korean', async () => {
    await mails.orderPlaced(database.pool, orderOf());
    const mail = (await outbox(database))[0]!;
    expect(mail).toMatchObject({ locale: 'ko', subject: '[Essence Aura] 주문을 받았어요 · EA-ABCDEFGHJK' });
    for (const body of [mail.body_text, mail.body_html]) {
      for (const said of [
        '한빛은행',
        '110-222-333444',
        '한서진',
        '₩196,000',
        '김입금',
        '11월 26일 목요일 낮 12시',
        '비 온 뒤',
        '우전 · 50ml · 2병',
        '무료',
        '문 앞에 놓아 주세요',
      ]) {
        expect(body).toContain(said);
      }
    }
  });

  test('the same in English to an English buyer, but in Korean to the owner', async () => {
    await mails.orderPlaced(database.pool, orderOf({ locale: 'en' }));
    const [buyers, owners] = await outbox(database);
    expect(buyers).toMatchObject({ locale: 'en', subject: '[Essence Aura] We have your order · EA-ABCDEFGHJK' });
    expect(buyers!.body_text).toContain('Thursday 26 November, 12:00 Korean time');
    expect(buyers!.body_text).toContain('After the Rain\n  Ujeon · 50 ml · 2 ×  ₩196,000');
    expect(buyers!.body_html).toContain('<html lang="en">');
    expect(owners).toMatchObject({ locale: 'ko', subject: '[Essence Aura] 새 주문 EA-ABCDEFGHJK · ₩196,000' });
    expect(owners!.body_text).toContain('buyer@example.com');
  });

  test.each(['ko', 'en'] as const)(
    'the link in the %s mail opens this order, from the configured address',
    async (locale) => {
      await mails.orderPaid(database.pool, orderOf({ locale, status: 'paid' }), { tellOwner: false });
      const mail = (await outbox(database))[0]!;
      const link = new URL(/https:\S+\/orders\/\S+/.exec(mail.body_text)![0]);
      expect(link.origin).toBe('https://essence-aura.com');
      expect(link.pathname).toBe(`${locale === 'en' ? '/en' : ''}/orders/EA-ABCDEFGHJK`);
      // Whoever reads the outbox, or a copy of it, gets into no order.
      expect(link.searchParams.get('key')).toBe('[[sealed]]');
      expect(mail.body_html).toContain(link.href.replaceAll('&', '&amp;'));
      const key = openSealed(KEYS, mail.sealed!);
      expect(isOrderKeyValid(KEYS, { number: 'EA-ABCDEFGHJK', linkNonce: null }, key, clock.now())).toBe(true);
    },
  );

  const UNPAID = [
    [
      'ko',
      'bank',
      ['11월 26일 목요일 낮 12시까지', '110-222-333444', '김입금', '₩196,000', '취소할 수 있어요'],
      ['이제는 돈을 보내지 마세요', '같은 향 다시 담기'],
    ],
    [
      'ko',
      'test',
      ['11월 26일 목요일 낮 12시까지', '결제하기', '취소할 수 있어요'],
      ['돈은 나가지 않았어요', '같은 향 다시 담기'],
    ],
    [
      'en',
      'bank',
      [
        'by Thursday 26 November, 12:00 Korean time',
        '110-222-333444',
        '김입금',
        '₩196,000',
        'You can cancel the order',
      ],
      ['Please send no money now', 'Put them into the cart again'],
    ],
    [
      'en',
      'test',
      ['Pay by Thursday 26 November, 12:00 Korean time', 'Pay now', 'You can cancel the order'],
      ['No money was taken', 'Put them into the cart again'],
    ],
  ] as const;

  test.each(UNPAID)(
    'an unpaid order’s reminder and its end, to a reader of %s who pays by %s: what to do, and the way to it',
    async (locale, paymentMethod, reminder, end) => {
      const unpaid = orderOf({ locale, paymentMethod, ...(paymentMethod === 'test' && { transferTo: null }) });
      await mails.orderReminder(database.pool, unpaid);
      await mails.orderExpired(database.pool, { ...unpaid, status: 'expired' });
      const rows = await outbox(database);
      expect(rows.map(({ kind, recipient }) => [kind, recipient])).toEqual([
        ['order-reminder', 'buyer@example.com'],
        ['order-expired', 'buyer@example.com'],
      ]);
      for (const [mail, said] of [
        [rows[0]!, reminder],
        [rows[1]!, end],
      ] as const) {
        for (const body of [mail.body_text, mail.body_html]) for (const part of said) expect(body).toContain(part);
        expect(mail.body_text).toContain('/orders/EA-ABCDEFGHJK?key=[[sealed]]');
      }
      if (paymentMethod === 'test') expect(rows[0]!.body_text).not.toContain('110-222-333444');
    },
  );

  test('who gave no e-mail when she ordered by telephone gets neither', async () => {
    const mute = orderOf({ email: '', channel: 'manual' });
    await mails.orderReminder(database.pool, mute);
    await mails.orderExpired(database.pool, mute);
    expect(await outbox(database)).toEqual([]);
  });

  test('the owner’s mail holds no link that opens the buyer’s order', async () => {
    await mails.orderPlaced(database.pool, orderOf());
    await mails.latePayment(database.pool, orderOf());
    for (const mail of (await outbox(database)).filter(({ recipient }) => recipient === OWNER)) {
      expect(mail.body_text + mail.body_html).not.toContain('key=');
    }
  });
});

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  'x\r\nBcc: victim@example.com\r\n\r\n<b>x</b>',
  '{{total}} $t(mail:orderPaid.title) <%= 1 %>',
  '[[sealed]]',
  '한글\u202Etxt.exe',
];

test.each(HOSTILE)('%j in a name, an address or a note is text and nothing else', async (text) => {
  const address = { ...orderOf().address, recipient: text, line1: text, line2: text, deliveryNote: text };
  await mails.orderPlaced(database.pool, orderOf({ address, transferTo: { ...BANK, holder: text } }));
  for (const mail of await outbox(database)) {
    expect(mail.subject).not.toMatch(/[\r\n]/);
    expect(mail.subject).not.toContain('victim');
    expect(mail.body_html).not.toMatch(/<(script|img|b)\b/);
    expect(mail.body_text).not.toMatch(/^Bcc:/m);
    expect(mail.body_text).not.toContain('결제를 확인했어요. <');
  }
});
