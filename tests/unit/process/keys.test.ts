import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { changeKeyFile, keyFilePath, readKeyFile } from '../../../server/process/key-file';
import { dropOld, pastTheirTime, withNewKey } from '../../../server/process/key-rotation';
import { KEY_LEAD_MS, KEYS_LOOK_MS, keysOf, readKeys, replaceLostKeys, watchKeys } from '../../../server/process/keys';
import type { Logger } from '../../../server/process/logger';
import { seal, type Sealed } from '../../../server/process/seal';
import { withDirectory } from '../../setup/directory';

const SECRET = 'the one secret of before 0123456789 abcdef';
const now = new Date('2026-11-29T06:00:00Z');
const after = (ms: number): Date => new Date(now.getTime() + ms);
const DAY_MS = 24 * 60 * 60 * 1000;

const data = withDirectory();
let dataDir: string;
beforeEach(() => void (dataDir = data.path));

const keysAt = (
  at: Date = now,
  sessionSecret: string | null = null,
  sealed: readonly Sealed[] = [],
): ReturnType<typeof readKeys> => readKeys({ dataDir, sessionSecret, sealed: () => Promise.resolve(sealed) }, at);
const rotate = (purpose: 'cookies' | 'links' | 'seals', at: Date = now) =>
  changeKeyFile(dataDir, (keys) => withNewKey(keys, purpose, at));

describe('a shop of before', () => {
  test.each(['the environment', 'the data directory'])(
    'goes on with its secret from %s, for everything',
    async (at) => {
      if (at === 'the data directory') writeFileSync(data.at('session-secret'), `${SECRET}\n`);
      expect(await keysAt(now, at === 'the environment' ? SECRET : null)).toEqual({
        cookies: { storefront: [SECRET], desk: [`desk ${SECRET}`] },
        links: [SECRET],
        seals: [SECRET],
      });
      expect(await readKeyFile(dataDir)).toBeNull();
    },
  );

  test('keeps its secret as an old key when one purpose gets a new one, and for all others as it was', async () => {
    await rotate('links');
    const { links, seals } = await keysAt(after(KEY_LEAD_MS), SECRET);
    expect(links).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), SECRET]);
    expect(seals).toEqual([SECRET]);
  });

  test('that has lost the secret a purpose still needs is told where to put it', async () => {
    await rotate('links');
    await expect(keysAt()).rejects.toThrow(
      `${keyFilePath(dataDir)} says that SESSION_SECRET is the key for cookies, and there is none: set it, or put ` +
        `${data.at('session-secret')} back`,
    );
  });
});

describe('a new shop', () => {
  test('has a key of its own for each purpose, in a file that nobody else can read', async () => {
    const { cookies, links, seals } = await keysAt();
    expect(new Set([cookies.storefront[0], links[0], seals[0]]).size).toBe(3);
    expect(cookies.desk).toEqual([`desk ${cookies.storefront[0]}`]);
    expect(statSync(keyFilePath(dataDir)).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(['keys.json']);
  });

  test('has the same in every process, however many begin at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => keysAt()));
    expect(new Set(all.map((keys) => JSON.stringify(keys))).size).toBe(1);
  });
});

describe('a shop whose file of keys is gone, while its database holds what they have sealed', () => {
  const lost: Sealed[] = [
    { sealed: seal(keysOf({ cookies: [], links: [], seals: ['gone'] }), 'a second factor', 'totp'), purpose: 'totp' },
  ];

  test.each([
    ['nothing else', null],
    ['another secret', SECRET],
  ])('does not start with %s: one sentence names the file and both ways on', async (_with, secret) => {
    await expect(keysAt(now, secret, lost)).rejects.toThrow(
      `${keyFilePath(dataDir)} is gone, and nothing else opens what it has sealed in the database: put it back from a ` +
        'backup (or set SESSION_SECRET, if the shop has it), as docs/runbook.md says under "The keys are lost", or give it up with npm run rotate -- --lost',
    );
    expect(readdirSync(dataDir)).toEqual([]);
  });

  test('starts once its operator has said that they are lost', async () => {
    await replaceLostKeys({ dataDir, sessionSecret: null, sealed: () => Promise.resolve(lost) }, now);
    expect((await keysAt(now, null, lost)).seals).toHaveLength(1);
  });

  test('gives up nothing that is there, or that its secret of before opens', async () => {
    const seals = keysOf({ cookies: [], links: [], seals: [SECRET] });
    const sealed: Sealed[] = [...lost, { sealed: seal(seals, 'another', 'totp'), purpose: 'totp' }];
    expect((await keysAt(now, SECRET, sealed)).seals).toEqual([SECRET]);
    const source = { dataDir, sessionSecret: SECRET, sealed: () => Promise.resolve(sealed) };
    await expect(replaceLostKeys(source, now)).rejects.toThrow('is not lost: nothing was changed');
    await rotate('links');
    await expect(replaceLostKeys({ ...source, sealed: () => Promise.resolve(lost) }, now)).rejects.toThrow('not lost');
  });
});

test('a new key is known everywhere before it signs, and those of before go on counting', async () => {
  const [before = ''] = (await keysAt()).cookies.storefront;
  await rotate('cookies');
  const [still, next = ''] = (await keysAt()).cookies.storefront;
  expect(still).toBe(before);
  expect((await keysAt(after(KEY_LEAD_MS - 1))).cookies.storefront).toEqual([before, next]);
  expect((await keysAt(after(KEY_LEAD_MS))).cookies).toEqual({
    storefront: [next, before],
    desk: [`desk ${next}`, `desk ${before}`],
  });
});

test('old keys are dropped when they are told to, and by themselves once their time is over', async () => {
  await keysAt();
  await rotate('links');
  expect(pastTheirTime(await readKeyFile(dataDir), 'links', after(400 * DAY_MS))).toBe(0);
  const later = after(401 * DAY_MS);
  expect(pastTheirTime(await readKeyFile(dataDir), 'links', later)).toBe(1);
  await rotate('links', later);
  expect((await readKeyFile(dataDir))!.links).toHaveLength(2);
  await changeKeyFile(dataDir, (keys) => dropOld(keys, 'links', new Date(later.getTime() + KEY_LEAD_MS)));
  expect((await readKeyFile(dataDir))!.links).toHaveLength(1);
});

test('nothing is dropped while the newest key does not sign yet', async () => {
  await keysAt();
  await rotate('seals');
  await expect(changeKeyFile(dataDir, (keys) => dropOld(keys, 'seals', now))).rejects.toThrow('does not sign yet');
});

test('two that change the keys at once: one does, the other is told, and nothing is left behind', async () => {
  await keysAt();
  const both = await Promise.allSettled([rotate('links'), rotate('seals')]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { message: expect.stringMatching(/^a rotation of keys is under way since/) as string },
  });
  expect(readdirSync(dataDir)).toEqual(['keys.json']);
});

test.each([
  ['no JSON', '{ "cookies": ['],
  ['at links', '{ "cookies": [], "seals": [] }'],
  ['at links.0.key', JSON.stringify({ links: [{ key: 'short', from: now }] })],
])('a file that is broken (%s) is one error that names it and shows nothing of it', async (where, text) => {
  await keysAt();
  const whole = JSON.parse(readFileSync(keyFilePath(dataDir), 'utf8')) as object;
  const broken = text.startsWith('{ "cookies": [],') ? JSON.stringify({ ...whole, links: [] }) : text;
  const content = where === 'at links.0.key' ? JSON.stringify({ ...whole, ...(JSON.parse(text) as object) }) : broken;
  writeFileSync(keyFilePath(dataDir), content);
  await expect(keysAt()).rejects.toThrow(
    `${keyFilePath(dataDir)} can't be read as keys (${where}): put it back as it was, from a backup`,
  );
});

test('a secret of before that a power cut has emptied is told, and not replaced in silence', async () => {
  writeFileSync(data.at('session-secret'), '');
  await expect(keysAt()).rejects.toThrow('session-secret is empty');
});

test('a running process goes on with its keys when their file is gone, tells it, and makes no others', async () => {
  await keysAt();
  const looks = jest.spyOn(global, 'setInterval');
  const told = jest.fn();
  const keys = await watchKeys(
    { dataDir, sessionSecret: null, sealed: () => Promise.resolve([]) },
    { logger: { error: told } as unknown as Logger },
  );
  const [look, everyMs] = looks.mock.calls[0]!;
  clearInterval(looks.mock.results[0]!.value as NodeJS.Timeout);
  looks.mockRestore();
  expect(everyMs).toBe(KEYS_LOOK_MS);
  const before = structuredClone(keys);
  rmSync(keyFilePath(dataDir));
  const isTold = new Promise<void>((resolve) => void told.mockImplementation(() => resolve()));
  look();
  await isTold;
  expect(told.mock.calls[0]).toEqual([
    { reason: `${keyFilePath(dataDir)} is gone: put it back, from a backup` },
    expect.any(String),
  ]);
  expect(keys).toEqual(before);
  expect(readdirSync(dataDir)).toEqual([]);
});
