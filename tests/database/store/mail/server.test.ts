/** The mail server of the desk beside the machine's own: which one a mail goes through, and what lies in the database. */
import { withTransaction } from '../../../../server/db/transaction';
import {
  createMailServers,
  createRoutedMailer,
  resealMailServers,
  sealedMailServers,
} from '../../../../server/store/mail';
import type { MailServer } from '../../../../server/store/mail/model';
import { createSettings } from '../../../../server/store/settings/service';
import { createTestClock } from '../../../setup/clock';
import { withDatabase } from '../../../setup/database';
import { testKeys } from '../../../setup/keys';
import { lend } from '../../../setup/lend';
import { startSmtpServer, type SmtpServer } from '../../jobs/smtp-server';
import { createTestMails, createTestMailService, KEYS, orderOf, outbox } from './support';

const database = withDatabase({ each: true });
const clock = createTestClock();
const withSmtp = (): SmtpServer => lend({ each: true, open: () => startSmtpServer(), close: (smtp) => smtp.close() });
const [machine, desk] = [withSmtp(), withSmtp()];

const PASSWORD = 'p@ss:w/ord%?';
const CONFIG = { ownerEmail: 'owner@example.com', hosts: { apex: 'essence-aura.com' } as never };

const serversWith = (keys = KEYS) =>
  createMailServers({
    ...{ pool: database.pool, keys, mailUrl: machine.url, config: CONFIG },
    settings: createSettings(database.pool),
  });

const ofDesk = (more: Partial<MailServer> = {}): MailServer => ({
  ...{ host: '127.0.0.1', port: Number(new URL(desk.url).port), security: 'starttls' },
  ...{ user: '', password: '', sender: 'shop@naver.com' },
  ...more,
});

const change = (server: MailServer | null) =>
  withTransaction(database.pool, (tx) => serversWith().change(tx, server, clock.now()));

test('the jobs take the new one for the next mail, and the machine’s again once it is gone: nothing is restarted', async () => {
  const mailer = createRoutedMailer(() => serversWith().inEffect());
  const service = createTestMailService(database, clock, mailer);
  const deliver = async (): Promise<void> => {
    await createTestMails(clock, null).orderPaid(database.pool, orderOf({ status: 'paid' }), { tellOwner: false });
    const [last] = (await outbox(database)).slice(-1);
    await service.deliver(last!.id, 1, new AbortController().signal);
  };
  const counts = (): number[] => [machine.received.length, desk.received.length];

  await deliver();
  expect(counts()).toEqual([1, 0]);
  expect(machine.received[0]!.from).toContain('<owner@example.com>');
  expect(await change(ofDesk())).toBeNull();
  await deliver();
  expect(counts()).toEqual([1, 1]);
  expect(desk.received[0]!.from).toContain('<shop@naver.com>');
  expect(await change(null)).toMatchObject({ host: '127.0.0.1', sender: 'shop@naver.com' });
  await deliver();
  expect(counts()).toEqual([2, 1]);
});

test('a password goes to the server as it was typed, and lies in the database sealed', async () => {
  await change(
    ofDesk({ host: 'smtp.naver.com', port: 465, security: 'tls', user: 'shop@naver.com', password: PASSWORD }),
  );
  const { url } = await serversWith().inEffect();
  const { protocol, username, password, host } = new URL(url);
  expect([protocol, decodeURIComponent(username), decodeURIComponent(password), host]).toEqual([
    ...['smtps:', 'shop@naver.com', PASSWORD, 'smtp.naver.com:465'],
  ]);
  const row = await database.value<string>`select encode(password, 'escape') || mail_server::text from mail_server`;
  expect(row).not.toContain(PASSWORD);
  const shown = await serversWith().shown();
  expect(JSON.stringify([shown, serversWith().placeOf(shown)])).not.toContain(encodeURIComponent(PASSWORD));
});

test('nothing crosses a network in the clear', async () => {
  await change(ofDesk({ host: 'smtp.example.com', port: 587 }));
  expect((await serversWith().inEffect()).url).toBe('smtp://smtp.example.com:587?requireTLS=true');
});

test('a stored password is handed to the same user of the same server, and to no other', async () => {
  const server = { host: 'smtp.naver.com', user: 'shop' };
  await change(ofDesk({ ...server, password: PASSWORD }));
  const servers = serversWith();
  expect(await servers.passwordFor(server)).toBe(PASSWORD);
  expect(await servers.passwordFor({ ...server, host: 'smtp.evil.example' })).toBeNull();
  expect(await servers.passwordFor({ ...server, user: 'other' })).toBeNull();
});

test('another key seals it anew; where its key is lost, mails say so and the machine’s server is not taken instead', async () => {
  await change(ofDesk({ user: 'shop', password: PASSWORD }));
  const next = testKeys('the next key of the shop, as long as any 0123456789');
  const both = { ...next, seals: [...next.seals, ...KEYS.seals] };
  expect(await resealMailServers(database.pool, both)).toEqual({ anew: 1, lost: 0 });
  expect(await sealedMailServers(database.pool)).toHaveLength(1);
  expect((await serversWith(next).inEffect()).url).toContain(encodeURIComponent(PASSWORD));
  await expect(serversWith().inEffect()).rejects.toThrow('the password of the mail server');
  expect(await serversWith().passwordFor({ host: '127.0.0.1', user: 'shop' })).toBeNull();
});

test('there is one, whoever sets up one beside the other', async () => {
  await Promise.all([change(ofDesk({ sender: 'a@naver.com' })), change(ofDesk({ sender: 'b@naver.com' }))]);
  expect(await database.value<number>`select count(*)::integer from mail_server`).toBe(1);
  await expect(
    database.run`insert into mail_server values (false, 'h', 25, 'tls', '', null, 'a@b.c', now())`,
  ).rejects.toThrow();
  await expect(database.run`update mail_server set user_name = 'shop'`).rejects.toThrow('check');
});

test('orders and alarms are told where the desk says, else where the machine does', async () => {
  const mails = createTestMails(clock, 'machine@example.com');
  const alarm = () => ({ subject: 's', title: 't', blocks: [], closing: 'c' });
  const told = async (): Promise<unknown> => {
    await database.run`truncate outbox`;
    await mails.latePayment(database.pool, orderOf());
    await mails.alarm(database.pool, alarm);
    return (await outbox(database)).map(({ kind, recipient }) => [kind, recipient]);
  };
  const [late, alarms] = ['late-payment', 'alarm'];
  expect(await told()).toEqual([
    [late, 'machine@example.com'],
    [alarms, 'machine@example.com'],
  ]);
  await createSettings(database.pool).change({
    'mail.newOrders': 'orders@example.com',
    'mail.alarms': 'it@example.com',
  });
  expect(await told()).toEqual([
    [late, 'orders@example.com'],
    [alarms, 'it@example.com'],
  ]);
});
