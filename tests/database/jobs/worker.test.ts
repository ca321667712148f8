import { EventEmitter, once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPool, type Pool } from '../../../server/db/pool';
import { createJobWorker, type JobWorker } from '../../../server/jobs/worker';
import { createTestDatabase, silent, withDatabase } from '../../setup/database';

const addJob = (pool: Pool, task: string, payload: object = {}) =>
  pool.query('select graphile_worker.add_job($1, $2::json)', [task, JSON.stringify(payload)]);

async function occurs(seen: EventEmitter, event: string, act: () => Promise<unknown>): Promise<void> {
  const occurred = once(seen, event);
  await act();
  await occurred;
}

interface Connection {
  query: (...args: unknown[]) => unknown;
}

/** The pool, with a word before every connection that graphile-worker takes out of it. */
function withConnect(pool: Pool, before: (client: Connection) => void): Pool {
  type Callback = (error: unknown, client?: Connection, release?: () => void) => void;
  const connect = async (callback?: Callback): Promise<unknown> => {
    try {
      const client = await pool.connect();
      const mine: Connection & { release: () => void } = Object.create(client);
      mine.query = (...args) => (client.query as (...all: unknown[]) => unknown)(...args);
      mine.release = () => client.release();
      try {
        before(mine);
      } catch (error) {
        client.release();
        throw error;
      }
      return callback ? callback(null, mine, mine.release) : mine;
    } catch (error) {
      if (!callback) throw error;
      return callback(error);
    }
  };
  return new Proxy(pool, {
    get(target, property) {
      if (property === 'connect') return connect;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

const running: JobWorker[] = [];
function startWorker(pool: Pool, task: (payload: unknown, signal: AbortSignal) => Promise<void>): JobWorker {
  const worker = createJobWorker({
    pool,
    logger: silent,
    tasks: { test: (payload, { abortSignal }) => task(payload, abortSignal ?? new AbortController().signal) },
  });
  running.push(worker);
  return worker;
}
// graphile-worker's own farewell of a worker that it gives up.
beforeEach(() => void jest.spyOn(console, 'trace').mockImplementation(() => undefined));
afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.stop()));
  jest.restoreAllMocks();
});

describe('a worker', () => {
  const database = withDatabase();

  test('is told at once of a job that was committed', async () => {
    const seen = new EventEmitter();
    const worker = startWorker(database.pool, (payload) => Promise.resolve(void seen.emit('job', payload)));
    await worker.start();
    const arrived = once(seen, 'job');
    await addJob(database.pool, 'test', { hello: 'jobs' });
    expect(await arrived).toEqual([{ hello: 'jobs' }]);
  });

  test('finishes what is under way before it stops', async () => {
    const steps: string[] = [];
    const seen = new EventEmitter();
    const worker = startWorker(database.pool, async () => {
      seen.emit('begun');
      await sleep(200);
      steps.push('job done');
    });
    await worker.start();
    await occurs(seen, 'begun', () => addJob(database.pool, 'test'));
    await worker.stop();
    steps.push('stopped');
    expect(steps).toEqual(['job done', 'stopped']);
  });

  test('tells a job that takes too long to stop, and leaves it to be tried again', async () => {
    const seen = new EventEmitter();
    const worker = startWorker(database.pool, (_payload, signal) => {
      seen.emit('begun');
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('told to stop'))),
      );
    });
    await worker.start();
    await occurs(seen, 'begun', () => addJob(database.pool, 'test'));
    await worker.stop();
    expect(await database.rows`select locked_at, last_error from graphile_worker._private_jobs`).toEqual([
      { locked_at: null, last_error: 'told to stop' },
    ]);
    await database.run`delete from graphile_worker._private_jobs`;
  });

  test('goes on when every connection is cut, also one in the middle of a job', async () => {
    const seen = new EventEmitter();
    const worker = startWorker(database.pool, async (payload) => {
      const { cut } = payload as { cut: boolean };
      if (cut) {
        // A job that is done while the database can't be told of it: graphile-worker gives that worker up.
        await database.run`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`.catch(() => undefined);
      }
      seen.emit('done', cut);
    });
    await worker.start();
    for (let i = 0; i < 3; i++) {
      await occurs(seen, 'done', () => addJob(database.pool, 'test', { cut: true }).catch(() => undefined));
      const next = new Promise<void>((resolve) => seen.on('done', (cut) => (cut ? undefined : resolve())));
      await insist(() => addJob(database.pool, 'test', { cut: false }));
      await next;
    }
  });

  test('starts again when none of its connections can be had at first', async () => {
    const seen = new EventEmitter();
    let refusals = 4;
    const pool = withConnect(database.pool, () => {
      if (refusals-- > 0) throw new Error('the database is away');
    });
    const worker = startWorker(pool, () => Promise.resolve(void seen.emit('done')));
    await worker.start();
    await occurs(seen, 'done', () => addJob(database.pool, 'test'));
    expect(refusals).toBeLessThanOrEqual(0);
  });

  test('starts again when its workers could not tell of their finished jobs and ended', async () => {
    const seen = new EventEmitter();
    // As many as there are workers: with none of them started again, nobody would be left for the fifth job.
    let losses = 4;
    const pool = withConnect(database.pool, (client) => {
      const { query } = client;
      client.query = (...args: unknown[]) => {
        const [config] = args;
        const name = typeof config === 'object' && config !== null && 'name' in config ? String(config.name) : '';
        if (name.startsWith('complete_job') && losses-- > 0)
          return Promise.reject(new Error('the connection was lost'));
        return query.apply(client, args);
      };
    });
    const worker = startWorker(pool, (payload) => Promise.resolve(void seen.emit('done', payload)));
    await worker.start();
    for (let i = 0; i < 5; i++) {
      const done = new Promise<void>((resolve) => seen.on('done', ({ n }) => (n === i ? resolve() : undefined)));
      await addJob(database.pool, 'test', { n: i });
      await done;
    }
    // A job is told of after it was done: the last loss may still be on its way.
    while (losses > 0) await sleep(20);
  }, 60_000);

  test('stops also when it never worked', async () => {
    await startWorker(database.pool, () => Promise.resolve()).stop();
  });
});

async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch {
      await sleep(100);
    }
  }
}

/** Stands between a pool and Postgres, so that the database can go away and come back. */
async function createDoor(databaseUrl: string) {
  const { hostname, port } = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const upstream = connect(Number(port), hostname);
    for (const [one, other] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      sockets.add(one);
      one
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(one);
          other.destroy();
        });
      one.pipe(other);
    }
  });
  const open = (at: number) =>
    new Promise<number>((resolve) =>
      server.listen(at, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
    );
  const own = await open(0);
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${own}`;
  return {
    url: url.href,
    reopen: () => open(own),
    async shut() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

test('a worker outlives a database that goes away, and waits for one that is not there yet', async () => {
  const database = await createTestDatabase();
  const door = await createDoor(database.url);
  const pool = createPool({ databaseUrl: door.url, applicationName: 'test', maxConnections: 8, logger: silent });
  const seen = new EventEmitter();
  try {
    const worker = startWorker(pool, () => Promise.resolve(void seen.emit('done')));
    await door.shut();
    const started = worker.start();
    await sleep(700);
    await door.reopen();
    await started;

    for (let i = 0; i < 2; i++) {
      await door.shut();
      await sleep(700);
      await door.reopen();
      await occurs(seen, 'done', () => addJob(database.pool, 'test'));
    }
  } finally {
    await Promise.all(running.splice(0).map((worker) => worker.stop()));
    await pool.end();
    await door.shut();
    await database.dropUnused();
  }
}, 60_000);
