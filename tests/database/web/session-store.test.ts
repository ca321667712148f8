/** Sessions of both sides, by one store: what has ended stays so, and begins only for whom it may. */
import type { Request } from 'express';
import type { SessionData } from 'express-session';
import { selectOpenSessions, type SessionTable } from '../../../server/web/session-queries';
import { SessionRefused, SessionStore, type SessionRules } from '../../../server/web/session-store';
import { silent, withDatabase } from '../../setup/database';

const database = withDatabase();
const HOUR_MS = 60 * 60 * 1000;
const now = new Date('2026-11-23T03:00:00Z');
const clock = { now: () => now };

const TABLES: readonly SessionTable[] = [
  { name: 'sessions', owner: 'accountId' },
  { name: 'desk_sessions', owner: 'staffId' },
];

function storeOn(table: SessionTable, rules: Partial<SessionRules> = {}): SessionStore {
  const endOf = (_data: object, at: Date): Date => new Date(at.getTime() + HOUR_MS);
  return new SessionStore(
    { pool: database.pool, clock, logger: silent },
    { table, endOf, admit: () => null, ...rules },
  );
}

const cookie: unknown = { originalMaxAge: HOUR_MS };
const dataOf = (more: Partial<SessionData>): SessionData => ({ cookie, ...more }) as SessionData;

const done = <T>(ask: (answer: (error: unknown, value?: T | null) => void) => void): Promise<T | null> =>
  new Promise((resolve, reject) =>
    ask((error, value) => {
      if (!error) resolve(value ?? null);
      else reject(error instanceof Error ? error : new Error('the store failed', { cause: error }));
    }),
  );
const write = (store: SessionStore, sid: string, data: SessionData) => done((answer) => store.set(sid, data, answer));
const read = (store: SessionStore, sid: string) => done<SessionData>((answer) => store.get(sid, answer));
const end = (store: SessionStore, sid: string) => done((answer) => store.destroy(sid, answer));

async function find(store: SessionStore, sid: string): Promise<SessionData> {
  const request: unknown = { sessionID: sid };
  const data = await read(store, sid);
  if (!data) throw new Error(`there is no session ${sid}`);
  return store.createSession(request as Request, data);
}

let sids = 0;
const newSid = (): string => `sid-${(sids += 1)}`;

describe.each(TABLES)('in $name', (table) => {
  test('one that has ended is not written back by whoever has found it before', async () => {
    const store = storeOn(table);
    const sid = newSid();
    await write(store, sid, dataOf({ formToken: 'one' }));
    const found = await find(store, sid);
    await end(store, sid);
    await write(store, sid, Object.assign(found, { formToken: 'two' }));
    expect(await read(store, sid)).toBeNull();
  });

  test('one that was made by this very request, and has ended since, is not either', async () => {
    const store = storeOn(table);
    const sid = newSid();
    const made = dataOf({ formToken: 'one' });
    await write(store, sid, made);
    await end(store, sid);
    await write(store, sid, made);
    expect(await read(store, sid)).toBeNull();
  });

  test('one that is there is written back, with its new end', async () => {
    const store = storeOn(table);
    const sid = newSid();
    await write(store, sid, dataOf({ formToken: 'one' }));
    await write(store, sid, Object.assign(await find(store, sid), { formToken: 'two' }));
    expect(await read(store, sid)).toMatchObject({ formToken: 'two', seenAt: now.toISOString() });
  });

  test('one that is over is not found', async () => {
    const sid = newSid();
    await write(storeOn(table, { endOf: (_data, at) => at }), sid, dataOf({}));
    expect(await read(storeOn(table), sid)).toBeNull();
  });

  test('one of somebody begins in the transaction that lets her in, or not at all', async () => {
    const who = dataOf({ [table.owner]: 'somebody' });
    const [refused, admitted] = [newSid(), newSid()];
    const shut = storeOn(table, { admit: () => Promise.resolve(false) });
    await expect(write(shut, refused, who)).rejects.toThrow(SessionRefused);
    expect(await read(shut, refused)).toBeNull();
    const open = storeOn(table, { admit: (_who, enter) => enter(database.pool).then(() => true) });
    await write(open, admitted, who);
    expect(await read(open, admitted)).toMatchObject({ [table.owner]: 'somebody', signedInAt: now.toISOString() });
    expect(await selectOpenSessions(database.pool, table, 'somebody', now)).toHaveLength(1);
  });

  test('of many requests that write one while it ends, none brings it back', async () => {
    const store = storeOn(table);
    for (let round = 0; round < 20; round++) {
      const sid = newSid();
      await write(store, sid, dataOf({ formToken: 'x' }));
      const found = await Promise.all(Array.from({ length: 6 }, () => find(store, sid)));
      const writing = found.map((data, n) => write(store, sid, Object.assign(data, { formToken: String(n) })));
      await Promise.all([...writing.slice(0, 3), end(store, sid), ...writing.slice(3)]);
      expect(await read(store, sid)).toBeNull();
    }
  });
});
