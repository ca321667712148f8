/** What the account tests share: people, forms, and the jobs process in miniature. */
import { runOnce } from 'graphile-worker';
import { createAlarmMails } from '../../../../server/alarms/mails';
import { createWatch } from '../../../../server/alarms/service';
import { createImportWorker } from '../../../../server/desk/files/imports/service';
import { createHouseRedrawing } from '../../../../server/desk/perfumes';
import { createDoctor } from '../../../../server/doctor/kept/service';
import type { Report } from '../../../../server/doctor/report';
import { createQueueLogger } from '../../../../server/jobs/queue-logger';
import { createTasks } from '../../../../server/jobs/tasks';
import { createPictureStore } from '../../../../server/pictures/store';
import { createAccountMails } from '../../../../server/store/accounts/mails';
import { createPasswords } from '../../../../server/store/accounts/passwords';
import { createAccounts } from '../../../../server/store/accounts/service';
import type { OutgoingMail } from '../../../../server/store/mail/model';
import { createMailService } from '../../../../server/store/mail/service';
import { createPayments } from '../../../../server/store/payments/service';
import { createSignInJobs } from '../../../../server/store/sign-ins/service';
import { lend } from '../../../setup/lend';
import { withShop, type ShopOptions, type TestShop } from '../../../setup/shop';
import { type Visitor } from '../../../setup/visitor';

/** A hundredth of the shop's own cost, which entry.test.ts and tests/unit/store/accounts see to. */
export const CHEAP = { ln: 10, r: 8, p: 1 };

export const PASSWORD = '바람이 지나간 자리 7';

export type Person = Readonly<Record<'name' | 'email' | 'password', string>>;

export const NEW_PASSWORD = '새로 정한 비밀번호';

/** More than any test of something else comes to. */
export const OFTEN = { attempts: 10_000, windowSeconds: 900 };

/** All people of a file come from one address; limits.test.ts looks at the limits. */
export const withAccountShop = (config: ShopOptions['config'] = {}): TestShop =>
  withShop({
    config: {
      passwordCost: CHEAP,
      ...config,
      limits: { registerAddress: OFTEN, signInAddress: OFTEN, resetAddress: OFTEN, ...config.limits },
    },
  });

/** Where a service is called from without a request. */
export const HERE = { asker: '10.0.0.1', address: '10.0.0.1', browser: '' };

let people = 0;

export function somebody(): Person {
  people += 1;
  return { name: '한서진', email: `person${people}@example.com`, password: PASSWORD };
}

export async function member(
  shop: TestShop,
  person: Person = somebody(),
  headers: Record<string, string> = {},
): Promise<Visitor & { person: Person }> {
  const visitor = shop.visitor();
  await visitor.register(person, headers).expect(303);
  return Object.assign(visitor, { person });
}

export const withMember = (shop: TestShop) => lend({ each: true, on: shop, open: () => member(shop) });

const nobody = (): Promise<Report> => Promise.reject(new Error('no doctor looks at this shop'));

/** @param examine the doctor's part */
export async function runJobs(shop: TestShop, examine = nobody): Promise<OutgoingMail[]> {
  const { pool, clock, logger, config, keys, picturesDirectory, dataDir } = shop.context;
  const sent: OutgoingMail[] = [];
  const mailer = { send: (mail: OutgoingMail) => Promise.resolve(void sent.push(mail)) };
  const mailService = createMailService({ pool, clock, logger, mailer, keys, apexHost: config.hosts.apex });
  const payments = createPayments({ pool, clock, origin: config.origins.apex, offered: config.payments });
  const pictures = createPictureStore({ directory: picturesDirectory });
  const imports = createImportWorker({ pool, clock, logger, pictures });
  const housePictures = createHouseRedrawing({ pool, clock, logger, pictures });
  const { mails: orderMails, outbox } = shop.shop.services;
  const mails = createAlarmMails(outbox, config);
  const accountMails = createAccountMails(outbox, config.origins.apex);
  const signIns = createSignInJobs({ pool, clock, mails: shop.shop.services.signInMails });
  const watch = createWatch({ pool, clock, logger, mails, dataDir, certificates: 'acme' });
  const doctor = createDoctor({ pool, examine });
  const desk = { imports, housePictures };
  const work = {
    pool,
    clock,
    logger,
    orderMails,
    accountMails,
    signIns,
    mailService,
    payments,
    ...desk,
    watch,
    doctor,
  };
  const taskList = createTasks(work);
  await runOnce({ pgPool: pool, taskList, noHandleSignals: true, logger: createQueueLogger(logger) });
  return sent;
}

export async function resetTokenFor(shop: TestShop, email: string): Promise<string> {
  await shop.visitor().post('/account/forgot', { email }).expect(303);
  const mail = (await runJobs(shop)).find(({ to }) => to === email);
  const token = /\/account\/reset\?token=([\w-]+)/.exec(mail?.text ?? '')?.[1];
  if (!token) throw new Error('no mail with a link arrived');
  return token;
}

export async function signOut(visitor: Visitor): Promise<void> {
  const { status } = await visitor.send('/account', '/account/logout');
  expect(status).toBe(303);
}

export async function changePassword(visitor: Visitor, password = NEW_PASSWORD): Promise<void> {
  const change = { current: PASSWORD, password };
  const { status } = await visitor.send('/account/password', '/account/password', change);
  expect(status).toBe(303);
}

/** Of a list of sessions: what names those that can be ended from there. */
export const handlesIn = (html: string): string[] =>
  Array.from(html.matchAll(/name="session" value="([0-9a-f]{64})"/g), ([, handle]) => String(handle));

/** One after another. @param ask with how many there were before */
export async function statusesOf(
  count: number,
  ask: (before: number) => PromiseLike<{ readonly status: number }>,
): Promise<number[]> {
  const statuses: number[] = [];
  while (statuses.length < count) statuses.push((await ask(statuses.length)).status);
  return statuses;
}

/** Two who set a new password are both past their first look when the slower part begins. */
export function accountsOfTwoAtOnce(shop: TestShop) {
  const { pool, clock } = shop.context;
  const passwords = createPasswords(CHEAP);
  let arrived = 0;
  let bothArrived: () => void = () => undefined;
  const both = new Promise<void>((resolve) => (bothArrived = resolve));
  const hash = async (password: string, asker: string): Promise<string> => {
    arrived += 1;
    if (arrived === 2) bothArrived();
    await both;
    return passwords.hash(password, asker);
  };
  const mails = shop.shop.services.accountMails;
  return createAccounts({ pool, clock, mails, passwords: { ...passwords, hash } });
}

export const countRows = (shop: TestShop, table: string): Promise<number> =>
  shop.database.value<number>(`select count(*) from ${table}`);
