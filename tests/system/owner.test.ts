/** `npm run owner`, as it is typed: what it prints, how it ends, and that the link it prints is the way in. */
import { runCommand } from '../setup/commands';
import { withDatabase } from '../setup/database';
import { withDirectory } from '../setup/directory';

const database = withDatabase();
const data = withDirectory({ each: false });

const owner = (args: readonly string[], more: Record<string, string> = {}) =>
  runCommand('owner', args, { env: { DATABASE_URL: database.url, DATA_DIR: data.path, ...more } });

test('a first owner is made, with one link that is printed and nowhere else; a second call replaces it', async () => {
  const first = owner([' Seoyeon@Example.com ', '--name', '김 서연'], {
    DOMAIN: 'shop.example',
    PUBLIC_HTTPS_PORT: '443',
  });
  expect(first).toMatchObject({ status: 0, stderr: '' });
  expect(first.stdout).toContain('김 서연 <seoyeon@example.com> is an owner of the shop now.');
  const link = /^ {2}https:\/\/app\.shop\.example\/admin\/set-up\/([\w-]{43})$/m.exec(first.stdout);
  expect(link).not.toBeNull();
  const second = owner(['seoyeon@example.com', '--name', 'ignored']);
  expect(second.stdout).toContain('김 서연 <seoyeon@example.com> has not used the link that was made before.');
  expect(second.stdout).not.toContain(link![1]);

  const rows = await database.rows`select email, name, role, password_hash, set_up_at, (select count(*)::int
      from staff_links) as links,
       (select json_agg(l)::text from staff_links l) as stored from staff`;
  expect(rows).toEqual([
    expect.objectContaining({ email: 'seoyeon@example.com', name: '김 서연', role: 'owner', links: 1 }),
  ]);
  expect(rows[0]).toMatchObject({ password_hash: null, set_up_at: null });
  const logged = await database.pool.query('select actor, action, staff_id from audit_log order by id');
  expect(logged.rows).toEqual([
    { actor: 'console', action: 'staff.invite', staff_id: null },
    { actor: 'console', action: 'staff.link', staff_id: null },
  ]);
});

test('somebody who has been in is told what the link replaces, and gets a mail', async () => {
  await database.run`insert into staff (email, name, role, password_hash, totp_secret, created_at, set_up_at)
     values ('known@example.com', '이도윤', 'reader', 'x', 'x', now(), now())`;
  const { status, stdout } = owner(['known@example.com']);
  expect(status).toBe(0);
  expect(stdout).toContain('is signed out everywhere now. This link replaces password');
  expect(stdout).toContain('The role was another one; it is owner now.');
  const rows = await database.rows`select recipient, kind from outbox where recipient = 'known@example.com'`;
  expect(rows).toEqual([{ recipient: 'known@example.com', kind: 'staff-warning' }]);
});

test.each([
  [[], 'Whose link?'],
  [['a@example.com', 'b@example.com'], 'Whose link?'],
  [['somebody'], 'somebody is no e-mail address'],
  [['a@example.com\nBcc: b@example.com'], 'is no e-mail address'],
  [['a@example.com', '--name', ''], '1 to 80 characters'],
  [['a@example.com', '--password', 'x'], '--password'],
])('owner %j is a sentence and a non-zero exit, and makes nobody', async (args, words) => {
  const { status, stdout, stderr } = owner(args);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain(words);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(await database.rows`select 1 from staff where email like 'a@example.com%'`).toEqual([]);
});
