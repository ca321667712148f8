/** What test files borrow is given back, and what they leave behind fails them. */
import { once } from 'node:events';
import net from 'node:net';
import { Client } from 'pg';
import { createTestDatabase } from '../setup/database';
import { lend } from '../setup/lend';
import { openSockets, socketsBeyond } from '../setup/sockets';

test('listeners and connections that a test file leaves open are counted', async () => {
  // Whatever started Postgres may still be hanging up.
  await socketsBeyond({ TCPServerWrap: 0, TCPSocketWrap: 0 });
  const before = openSockets();
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1');
  try {
    const [[accepted]] = (await Promise.all([once(server, 'connection'), once(client, 'connect')])) as [
      [net.Socket],
      [],
    ];
    expect(await socketsBeyond(before, 0)).toEqual(['1 TCP listener(s)', '2 TCP connection(s)']);
    accepted.destroy();
  } finally {
    client.destroy();
    server.close();
  }
  expect(await socketsBeyond(before)).toEqual([]);
});

describe('what is lent', () => {
  const happened: string[] = [];
  const logged = (name: string) => ({
    open: () => (happened.push(`open ${name}`), { name }),
    close: () => happened.push(`close ${name}`),
  });

  describe('to a group of tests', () => {
    const house = lend(logged('house'));
    const room = lend({ ...logged('room'), on: house });
    const guest = lend({ ...logged('guest'), each: true });
    const coat = lend({ ...logged('coat'), on: guest });

    test('is there in a test', () => {
      expect([house.name, room.name, guest.name, coat.name]).toEqual(['house', 'room', 'guest', 'coat']);
    });
    test('is made anew for each test if it was asked for', () => {
      expect(happened).toEqual([
        ...['open house', 'open room', 'open guest', 'open coat'],
        ...['close coat', 'close guest', 'open guest', 'open coat'],
      ]);
    });
    afterAll(() => expect(house).toEqual({}));
  });

  test('is gone afterwards, the last first', () => {
    expect(happened.slice(-4)).toEqual(['close coat', 'close guest', 'close room', 'close house']);
  });
});

describe('a database that is given back', () => {
  const isThere = async (url: string): Promise<boolean> => {
    const client = new Client({ connectionString: url });
    // The end of a connection that is lost is no error of the test's.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      return false;
    }
  };

  test('is dropped', async () => {
    const database = await createTestDatabase();
    await database.pool.query('select 1');
    expect(await isThere(database.url)).toBe(true);
    await database.dropUnused();
    expect(await isThere(database.url)).toBe(false);
  });

  test('may have a transaction that is just ending', async () => {
    const database = await createTestDatabase();
    const client = await database.pool.connect();
    setTimeout(() => client.release(), 200);
    await database.dropUnused();
  });

  test('may have no client that was never released, and is dropped all the same', async () => {
    const database = await createTestDatabase();
    await database.pool.connect();
    await expect(database.dropUnused()).rejects.toThrow('1 connection(s) of the pool were not released');
    expect(await isThere(database.url)).toBe(false);
  });

  test('may have no other connection, which is named by what it did last', async () => {
    const database = await createTestDatabase();
    const forgotten = new Client({ connectionString: database.url, application_name: 'forgotten' });
    const lost = new Promise((resolve) => forgotten.on('error', resolve));
    await forgotten.connect();
    await forgotten.query('listen purges');
    await expect(database.dropUnused()).rejects.toThrow(
      `a connection 'forgotten' whose last statement was 'listen purges'`,
    );
    await lost;
    expect(await isThere(database.url)).toBe(false);
  });
});
