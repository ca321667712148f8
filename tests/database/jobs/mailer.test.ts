import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createTransport } from 'nodemailer';
import { createMailer } from '../../../server/store/mail/mailer';
import type { OutgoingMail, Sender } from '../../../server/store/mail/model';
import { createSmtpMailer, smtpOptions } from '../../../server/store/mail/smtp-mailer';
import { withDirectory } from '../../setup/directory';
import { startSmtpServer, type SmtpBehaviour, type SmtpServer } from './smtp-server';

const sender = (): Promise<Sender> => Promise.resolve({ name: 'Essence Aura', address: 'hello@example.com' });
const forever = (): AbortSignal => new AbortController().signal;

function mailOf(changes: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    messageId: '<mail-7-1795402800000@essence-aura.com>',
    id: 7,
    kind: 'order-paid',
    locale: 'ko',
    to: 'buyer@example.com',
    subject: '[Essence Aura] 결제를 확인했어요 · EA-ABCDEFGHJK',
    text: '결제를 확인했어요.\n\nhttps://essence-aura.com/orders/EA-ABCDEFGHJK?key=abc.def\n',
    html: '<p>결제를 확인했어요.</p>',
    createdAt: new Date('2026-11-23T03:00:00Z'),
    ...changes,
  };
}

/** RFC 2047 words and folded lines, undone. */
function headersOf(data: string): Map<string, string[]> {
  const head = data.slice(0, data.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  const decode = (text: string): string =>
    text.replace(/\?=\s+=\?/g, '?==?').replace(/=\?UTF-8\?([BQ])\?(.*?)\?=/gi, (_all, how: string, word: string) =>
      how.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString()
        : Buffer.from(
            word
              .replace(/_/g, ' ')
              .replace(/=([0-9A-F]{2})/gi, (_hex, code: string) => String.fromCharCode(parseInt(code, 16))),
            'latin1',
          ).toString(),
    );
  const headers = new Map<string, string[]>();
  for (const line of head.split('\r\n')) {
    const at = line.indexOf(':');
    const name = line.slice(0, at).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), decode(line.slice(at + 1).trim())]);
  }
  return headers;
}

describe('over SMTP', () => {
  let server: SmtpServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  const send = async (mail: OutgoingMail, behaviour: SmtpBehaviour = {}, from = sender): Promise<SmtpServer> => {
    server = await startSmtpServer(behaviour);
    await createMailer(server.url, from).send(mail, forever());
    return server;
  };

  test('a mail arrives with its sender, recipient, subject, both bodies and its own Message-ID', async () => {
    const { received } = await send(mailOf());
    expect(received).toHaveLength(1);
    const [{ from, recipients, data }] = received as [(typeof received)[0]];
    expect(from).toMatch(/^MAIL FROM:<hello@example\.com>/);
    expect(recipients).toEqual(['RCPT TO:<buyer@example.com>']);
    expect(Object.fromEntries(headersOf(data))).toMatchObject({
      from: ['Essence Aura <hello@example.com>'],
      to: ['buyer@example.com'],
      subject: [mailOf().subject],
      'message-id': ['<mail-7-1795402800000@essence-aura.com>'],
      date: ['Mon, 23 Nov 2026 03:00:00 +0000'],
      'auto-submitted': ['auto-generated'],
      'content-language': ['ko'],
      'content-type': [expect.stringMatching(/^multipart\/alternative/)],
    });
    expect(data).toContain('Content-Type: text/plain; charset=utf-8');
    expect(data).toContain('Content-Type: text/html; charset=utf-8');
  });

  const HEADERS = 'auto-submitted content-language content-type date from message-id mime-version subject to'.split(
    ' ',
  );

  test.each([
    'x\r\nBcc: victim@example.com',
    'x\nBcc: victim@example.com',
    'x\rBcc: victim@example.com',
    'x\r\n\r\n<h1>another body</h1>',
    'x\r\n.\r\nMAIL FROM:<evil@example.com>\r\nRCPT TO:<victim@example.com>\r\nDATA\r\n',
    'x\0y',
    'x\u2028Bcc: victim@example.com',
    '=?UTF-8?B?DQpCY2M6IHZpY3RpbUBleGFtcGxlLmNvbQ==?=',
    '한글'.repeat(200),
  ])('a subject of %j makes no header, no second body and no second mail', async (subject) => {
    const { received, commands } = await send(mailOf({ subject }));
    expect(received).toHaveLength(1);
    expect(commands.filter((line) => line.startsWith('RCPT'))).toEqual(['RCPT TO:<buyer@example.com>']);
    const headers = headersOf(received[0]!.data);
    expect([...headers.keys()].sort()).toEqual(HEADERS);
    for (const values of headers.values()) expect(values).toHaveLength(1);
  });

  test.each(['Essence\r\nBcc: victim@example.com', '"Essence" <evil@example.com>, x', 'a, b@example.com'])(
    'a sender’s name of %j stays a name',
    async (name) => {
      const from = () => Promise.resolve({ name, address: 'hello@example.com' });
      const { received, commands } = await send(mailOf(), {}, from);
      expect(commands.filter((line) => line.startsWith('MAIL'))[0]).toMatch(/^MAIL FROM:<hello@example\.com>/);
      const headers = headersOf(received[0]!.data);
      expect(headers.has('bcc')).toBe(false);
      expect(headers.get('from')).toHaveLength(1);
      expect(headers.get('from')![0]).toMatch(/<hello@example\.com>$/);
    },
  );

  test.each(['a@example.com, b@example.com', 'a@example.com\r\nRCPT TO:<b@example.com>', 'Name <a@example.com>', ''])(
    'a recipient of %j is refused before anything is said',
    async (to) => {
      server = await startSmtpServer();
      await expect(createMailer(server.url, sender).send(mailOf({ to }), forever())).rejects.toThrow('plain e-mail');
      expect(server.commands).toEqual([]);
    },
  );

  test('a comma makes no second recipient, even where nobody has looked at the address before', async () => {
    server = await startSmtpServer();
    const careless = createSmtpMailer(server.url, sender);
    await careless.send(mailOf({ to: 'a@example.com, b@example.com' }), forever()).catch(() => undefined);
    expect(server.commands.filter((line) => line.startsWith('RCPT')).length).toBeLessThan(2);
    expect(server.commands).not.toContain('RCPT TO:<b@example.com>');
  });

  test('a line that is only a dot does not end the mail', async () => {
    const { received } = await send(mailOf({ text: 'a\n.\nb\n..\nc\n' }));
    expect(received).toHaveLength(1);
  });

  test.each([
    ['a recipient that is not taken', { answers: { RCPT: '550 5.1.1 no such user here' } }, 'no such user here'],
    ['a content that is not taken', { answers: { END: '554 5.7.1 looks like spam' } }, 'looks like spam'],
    ['a server that is busy', { answers: { MAIL: '451 4.3.0 try again later' } }, 'try again later'],
    ['a server that hangs up at greeting', { answers: { EHLO: '421 closing', HELO: '421 closing' } }, 'closing'],
  ] satisfies (readonly [string, SmtpBehaviour, string])[])(
    '%s is told in the server’s words',
    async (_name, behaviour, reason) => {
      await expect(send(mailOf(), behaviour)).rejects.toThrow(reason);
    },
  );

  test('a server that says nothing is left as soon as we have to go', async () => {
    server = await startSmtpServer({ silent: true });
    const leaving = new AbortController();
    const sending = createMailer(server.url, sender).send(mailOf(), leaving.signal);
    leaving.abort();
    await expect(sending).rejects.toThrow();
  });

  test('a server that is not there is told as such', async () => {
    const gone = await startSmtpServer();
    await gone.close();
    await expect(createMailer(gone.url, sender).send(mailOf(), forever())).rejects.toThrow(/ECONNREFUSED/);
  });

  test('a password never crosses a network in the clear', async () => {
    expect(smtpOptions('smtp://user:secret@mail.example.com:587').requireTLS).toBe(true);
    expect(smtpOptions('smtp://user:secret@127.0.0.1:25').requireTLS).toBe(false);
    expect(smtpOptions('smtp://mail.example.com:25').requireTLS).toBe(false);
    const chosen = createTransport(smtpOptions('smtp://user:secret@mail.example.com:587?requireTLS=false'));
    expect((chosen.transporter as unknown as { options: { requireTLS: boolean } }).options.requireTLS).toBe(false);
    server = await startSmtpServer({ extensions: ['AUTH PLAIN LOGIN'], answers: { STARTTLS: '502 not here' } });
    const url = server.url.replace('smtp://127.0.0.1', 'smtp://user:secret@0.0.0.0');
    await expect(createMailer(url, sender).send(mailOf(), forever())).rejects.toThrow(/STARTTLS|TLS/);
    expect(server.commands[0]).toMatch(/^EHLO/);
    expect(server.commands.filter((line) => /AUTH|secret|c2VjcmV0/.test(line))).toEqual([]);
  });
});

describe('into files', () => {
  const lent = withDirectory();
  let directory: string;
  beforeEach(() => void (directory = lent.at('out box')));
  const mailer = () => createMailer(pathToFileURL(directory).href, sender);

  test('a mail can be read in an editor, opened in a browser, and names its kind', async () => {
    await mailer().send(mailOf(), forever());
    const base = '2026-11-23T03-00-00-000Z_order-paid_7';
    expect((await readdir(directory)).sort()).toEqual([`${base}.eml`, `${base}.html`]);
    const message = await readFile(path.join(directory, `${base}.eml`), 'utf8');
    expect(message).toContain('To: buyer@example.com\nSubject: [Essence Aura] 결제를 확인했어요 · EA-ABCDEFGHJK\n');
    expect(message).toContain('\nhttps://essence-aura.com/orders/EA-ABCDEFGHJK?key=abc.def\n');
    expect(await readFile(path.join(directory, `${base}.html`), 'utf8')).toBe(mailOf().html);
  });

  test('only their owner reads them', async () => {
    await mailer().send(mailOf(), forever());
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    for (const file of await readdir(directory)) {
      expect((await stat(path.join(directory, file))).mode & 0o777).toBe(0o600);
    }
  });

  test('sending the same mail again leaves one', async () => {
    await mailer().send(mailOf(), forever());
    await mailer().send(mailOf(), forever());
    expect(await readdir(directory)).toHaveLength(2);
  });

  test('the newest mail has the last name', async () => {
    for (const minute of [5, 1, 9]) {
      await mailer().send(mailOf({ id: minute, createdAt: new Date(Date.UTC(2026, 10, 23, 3, minute)) }), forever());
    }
    expect((await readdir(directory)).sort().at(-1)).toContain('T03-09-00');
  });

  test.each(['file:outbox', 'file:./outbox', 'file://outbox', 'file:///'])('%s names no directory', (url) => {
    expect(() => createMailer(url, sender)).toThrow('absolute path');
  });
});
