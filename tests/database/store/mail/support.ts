/** What the mail tests share: an order, and a mailer that does as it is told. */
import { createAlarmMails, type AlarmMails } from '../../../../server/alarms/mails';
import { originsOf } from '../../../../server/config/origins';
import { projectPaths } from '../../../../server/config/paths';
import { createAccountMails, type AccountMails } from '../../../../server/store/accounts/mails';
import type { Mailer, OutgoingMail } from '../../../../server/store/mail/model';
import { createOutbox, type Outbox } from '../../../../server/store/mail/outbox';
import { createMailService, type MailService } from '../../../../server/store/mail/service';
import { createOrderMails, type OrderMails } from '../../../../server/store/orders/mails';
import { JUST_PLACED, type Order } from '../../../../server/store/orders/model';
import { createSignInMails, type SignInMails } from '../../../../server/store/sign-ins';
import { createLetterView } from '../../../../server/web/letter-view';
import type { TestClock } from '../../../setup/clock';
import { silent, type TestDatabase } from '../../../setup/database';
import { testKeys } from '../../../setup/keys';

export const KEYS = testKeys();
export const OWNER = 'owner@example.com';
export const BANK = { bank: '한빛은행', account: '110-222-333444', holder: '한서진' };
export const DOMAIN = 'essence-aura.com';

export const createTestOutbox = (clock: Pick<TestClock, 'now'>): Outbox =>
  createOutbox({
    config: { origins: originsOf({ domain: DOMAIN, publicHttpsPort: 443 }) },
    clock,
    keys: KEYS,
    letterView: createLetterView(projectPaths().views),
  });

export function createTestMails(
  clock: TestClock,
  ownerEmail: string | null = OWNER,
): OrderMails & AccountMails & AlarmMails & SignInMails {
  const config = { origins: originsOf({ domain: DOMAIN, publicHttpsPort: 443 }), ownerEmail };
  const context = { config, clock, keys: KEYS };
  const outbox = createOutbox({ ...context, letterView: createLetterView(projectPaths().views) });
  return {
    ...createOrderMails(outbox, context),
    ...createAccountMails(outbox, config.origins.apex),
    ...createAlarmMails(outbox, config),
    ...createSignInMails(outbox, config.origins),
  };
}

export interface TestMailer extends Mailer {
  readonly sent: OutgoingMail[];
  /** What the next attempts meet, one each; when they are used up, mails go out. */
  readonly troubles: (string | (() => Promise<void>))[];
}

export function createTestMailer(): TestMailer {
  const sent: OutgoingMail[] = [];
  const troubles: TestMailer['troubles'] = [];
  return {
    sent,
    troubles,
    async send(mail) {
      const trouble = troubles.shift();
      if (typeof trouble === 'string') throw new Error(trouble);
      if (trouble) await trouble();
      sent.push(mail);
    },
  };
}

export function createTestMailService(database: TestDatabase, clock: TestClock, mailer: Mailer): MailService {
  return createMailService({
    pool: database.pool,
    clock,
    logger: silent,
    mailer,
    keys: KEYS,
    apexHost: DOMAIN,
  });
}

export function orderOf(changes: Partial<Order> = {}): Order {
  return {
    ...JUST_PLACED,
    channel: 'web',
    id: '3f1c8f0e-6f0a-4f0e-9f0a-0123456789ab',
    number: 'EA-ABCDEFGHJK',
    accountId: null,
    locale: 'ko',
    email: 'buyer@example.com',
    address: {
      recipient: '한서진',
      phone: '010-1234-5678',
      postcode: '03051',
      line1: '서울특별시 종로구 북촌로 12',
      line2: '2층',
      deliveryNote: '문 앞에 놓아 주세요',
    },
    lines: [
      {
        variantId: 1,
        sku: 'UJ-RAIN-50',
        perfumeSlug: 'after-the-rain',
        nameKo: '비 온 뒤',
        nameEn: 'After the Rain',
        houseKo: '우전',
        houseEn: 'Ujeon',
        volumeMl: 50,
        picture: 'x.svg',
        unitPrice: 98_000,
        quantity: 2,
      },
    ],
    subtotal: 196_000,
    deliveryFee: 0,
    total: 196_000,
    status: 'pending',
    paymentMethod: 'bank',
    transferTo: BANK,
    depositor: '김입금',
    paymentDueAt: new Date('2026-11-26T03:00:00Z'),
    placedAt: new Date('2026-11-23T03:00:00Z'),
    paidAt: null,
    flag: null,
    ...changes,
  };
}

interface OutboxRow {
  readonly id: number;
  readonly kind: string;
  readonly locale: string;
  readonly recipient: string;
  readonly subject: string;
  readonly body_text: string;
  readonly body_html: string;
  readonly sealed: Buffer | null;
  readonly status: string;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly next_attempt_at: Date | null;
  readonly claimed_until: Date | null;
  readonly sent_at: Date | null;
}

export async function outbox(database: TestDatabase): Promise<OutboxRow[]> {
  return await database.rows<OutboxRow>`select * from outbox order by id`;
}
