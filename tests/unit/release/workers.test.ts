import { appendFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseList, type Pm2, type Worker } from '../../../server/release/pm2';
import { bringOver, type WorkersOptions } from '../../../server/release/workers';
import { withDirectory } from '../../setup/directory';
import { worker } from './worker';

const directory = withDirectory();
const NEW = '/releases/new';
const patience = { pollMs: 1, steadyMs: 5, deadlineMs: 400 };

function fakePm2(
  list: Worker[],
  reload: (list: Worker[], stop: AbortSignal) => void | Promise<void>,
): WorkersOptions & { readonly reloads: () => number } {
  let reloads = 0;
  const pm2: Pm2 = {
    workers: () => Promise.resolve([...list]),
    async reload(_app, stop) {
      reloads += 1;
      await reload(list, stop);
    },
    startAll: () => Promise.resolve(),
    remove: () => Promise.resolve(),
  };
  return { pm2, patience, directoryOfProcess: () => Promise.resolve(NEW), reloads: () => reloads };
}

test('an app is over when every worker is another process, in the right place, and stays', async () => {
  const host = fakePm2([worker({ pid: 1 }), worker({ id: '1', pid: 2 }), worker({ app: 'edge', pid: 3 })], (list) => {
    list.splice(0, 2, worker({ pid: 11, restarts: 1 }), worker({ id: '1', pid: 12, restarts: 1 }));
  });
  const over = await bringOver(host, 'shop', NEW);
  expect(over.map(({ pid }) => pid)).toEqual([11, 12]);
  expect(host.reloads()).toBe(1);
});

test('a reload that pm2 refused while it printed a tick is asked for again', async () => {
  let refusals = 1;
  const host = fakePm2([worker()], (list) => {
    if (refusals-- > 0) return;
    list.splice(0, 1, worker({ pid: 11, restarts: 1 }));
  });
  await bringOver(host, 'shop', NEW);
  expect(host.reloads()).toBe(2);
});

test('a reload that takes its time, worker by worker, is no failure', async () => {
  const slowly = patience.deadlineMs + 100;
  const host = fakePm2([worker()], async (list) => {
    await sleep(slowly);
    list.splice(0, 1, worker({ pid: 11, restarts: 1 }));
  });
  const over = await bringOver(host, 'shop', NEW);
  expect(over.map(({ pid }) => pid)).toEqual([11]);
});

test('a reload is not left to itself when pm2 can not be asked meanwhile', async () => {
  let stopped = false;
  const host = fakePm2([worker()], async (_list, stop) => {
    host.pm2.workers = () => Promise.reject(new Error('pm2 gave no list'));
    await new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve()));
    stopped = true;
  });
  await expect(bringOver(host, 'shop', NEW)).rejects.toThrow('pm2 gave no list');
  expect(stopped).toBe(true);
});

test('no reload begins while a worker of the one before drains', async () => {
  const host = fakePm2([worker({ id: '_old_0', outgoing: true, pid: 9 }), worker()], () => undefined);
  await expect(bringOver(host, 'shop', NEW)).rejects.toThrow('an earlier reload does not end');
  expect(host.reloads()).toBe(0);
});

test('a worker that dies at its start again and again stops the reload, and its words are shown', async () => {
  const log = directory.at('shop-error.log');
  await writeFile(log, 'of last week\n');
  let stopped = false;
  const host = fakePm2([worker({ logFiles: [log] }), worker({ id: '1', pid: 2 })], async (list, stop) => {
    await appendFile(log, `lost a module\n${'{"level":"info","msg":"request"}\n'.repeat(500)}`);
    list.splice(0, 1, worker({ pid: 0, status: 'waiting restart', restarts: 4, logFiles: [log] }));
    await new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve()));
    stopped = true;
  });
  const failure = await bringOver(host, 'shop', NEW).catch((error: unknown) => String(error));
  expect(failure).toContain('shop dies at its start again and again\nlost a module');
  expect(failure).not.toContain('last week');
  expect(failure).not.toContain('request');
  expect(stopped).toBe(true);
});

test.each([
  ['runs from another place', [worker({ pid: 11 })], '/releases/old', 'runs from /releases/old and not from'],
  ['has not said that it is ready', [worker({ pid: 11, status: 'launching' })], NEW, 'is launching'],
  ['is the old one', [worker({ pid: 11 }), worker({ id: '1', pid: 1 })], NEW, 'still has its process 1'],
  ['still drains', [worker({ pid: 11 }), worker({ id: '_old_0', outgoing: true })], NEW, 'still drains'],
  ['is not there', [], NEW, 'is not there'],
])('an app of which a worker %s is not over', async (_what, after, place, expected) => {
  const host = fakePm2([worker()], (list) => void list.splice(0, list.length, ...after));
  const options = { ...host, directoryOfProcess: () => Promise.resolve(place) };
  await expect(bringOver(options, 'shop', NEW)).rejects.toThrow(expected);
});

test('an app that pm2 lost a worker of is not over', async () => {
  const host = fakePm2([worker(), worker({ id: '1', pid: 2 })], (list) => {
    list.splice(0, 2, worker({ pid: 11, restarts: 1 }));
  });
  await expect(bringOver(host, 'shop', NEW)).rejects.toThrow('shop has 1 of its 2 workers');
});

test('one that was dying before the reload and dies after it is told so, with its words', async () => {
  const log = directory.at('shop-error.log');
  await writeFile(log, '');
  const dying = worker({ pid: 0, status: 'waiting restart', restarts: 7, logFiles: [log] });
  const host = fakePm2([dying], async (list) => {
    await appendFile(log, 'no database\n');
    list.splice(0, 1, { ...dying, restarts: 11 });
  });
  await expect(bringOver(host, 'shop', NEW)).rejects.toThrow('shop dies at its start again and again\nno database');
  expect(host.reloads()).toBe(1);
});

test("pm2's list is read whatever else its command has to say", () => {
  const listed = [
    {
      name: 'shop',
      pid: 7,
      pm_id: 0,
      pm2_env: { status: 'online', restart_time: 2, pm_cwd: '/current', pm_err_log_path: '/e' },
    },
    { name: 'shop', pid: 6, pm_id: '_old_0', pm2_env: { status: 'online' } },
  ];
  const output = `[PM2] Spawning PM2 daemon\n[PM2] PM2 Successfully daemonized\n${JSON.stringify(listed)}\n`;
  expect(parseList(output)).toEqual([
    worker({ pid: 7, restarts: 2, directory: '/current', logFiles: ['/e'] }),
    worker({ pid: 6, id: '_old_0', outgoing: true }),
  ]);
  // Of a daemon that runs on from before an update: before the list or after it.
  const outOfDate = '\n>>>> In-memory PM2 is out-of-date, do:\n>>>> $ pm2 update\nLocal PM2 version: 7.0.5\n\n';
  expect(parseList(`${outOfDate}${JSON.stringify(listed)}`)).toHaveLength(2);
  expect(parseList(`${JSON.stringify(listed)}${outOfDate}`)).toHaveLength(2);
  expect(parseList(`[]${outOfDate}`)).toEqual([]);
  expect(parseList('[]')).toEqual([]);
  expect(() => parseList('[PM2] no')).toThrow('pm2 gave no list');
});
