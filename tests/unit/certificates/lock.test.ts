import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { acquireLock } from '../../../server/certificates/lock';
import { withDirectory } from './support/temporary';

/** A process id that is nobody's any more. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid!;
}

const holder = (changes: Record<string, unknown>): string =>
  JSON.stringify({ pid: process.pid, machine: os.hostname(), instance: 'other', token: 'x', ...changes });

describe('the lock of the certificate store', () => {
  test('is held by one at a time, and free again when released', () =>
    withDirectory(async (directory) => {
      const file = path.join(directory, 'lock');
      const first = await acquireLock(file);
      expect(first).not.toBeNull();
      expect(await acquireLock(file)).toBeNull();
      await first!.release();
      const second = await acquireLock(file);
      expect(second).not.toBeNull();
      await second!.release();
      expect(await readdir(directory)).toEqual([]);
    }));

  test('of many that try at once, one gets it', () =>
    withDirectory(async (directory) => {
      const file = path.join(directory, 'lock');
      const locks = await Promise.all(Array.from({ length: 20 }, () => acquireLock(file)));
      const held = locks.filter((lock) => lock !== null);
      expect(held).toHaveLength(1);
      await held[0]!.release();
    }));

  test('one left by a killed process is taken over at once, by one of many', () =>
    withDirectory(async (directory) => {
      const file = path.join(directory, 'lock');
      await writeFile(file, holder({ pid: await deadPid() }));
      const locks = await Promise.all(Array.from({ length: 20 }, () => acquireLock(file)));
      const stillHeld = await Promise.all(locks.map((lock) => lock?.stillHeld() ?? Promise.resolve(false)));
      expect(stillHeld.filter(Boolean)).toHaveLength(1);
    }));

  test('one left by an earlier process with our own id is taken over at once', () =>
    withDirectory(async (directory) => {
      const file = path.join(directory, 'lock');
      await writeFile(file, holder({}));
      expect(await acquireLock(file)).not.toBeNull();
    }));

  test('one of a living process is respected, and one of another machine while it is touched', () =>
    withDirectory(async (directory) => {
      const file = path.join(directory, 'lock');
      await writeFile(file, holder({ pid: process.ppid }));
      expect(await acquireLock(file)).toBeNull();
      await writeFile(file, holder({ machine: 'elsewhere', pid: await deadPid() }));
      expect(await acquireLock(file)).toBeNull();
    }));

  test('one that nobody has touched for half a minute is taken over, and its holder learns it', () =>
    withDirectory(async (directory) => {
      const file = path.join(directory, 'lock');
      const suspended = await acquireLock(file);
      const longAgo = new Date(Date.now() - 31_000);
      await utimes(file, longAgo, longAgo);
      const next = await acquireLock(file);
      expect(next).not.toBeNull();
      expect(await suspended!.stillHeld()).toBe(false);
      await suspended!.release();
      expect(await next!.stillHeld()).toBe(true);
      await next!.release();
    }));

  test('a damaged one does not block for ever', () =>
    withDirectory(async (directory) => {
      const file = path.join(directory, 'lock');
      await writeFile(file, '');
      expect(await acquireLock(file)).toBeNull();
      const longAgo = new Date(Date.now() - 31_000);
      await utimes(file, longAgo, longAgo);
      expect(await acquireLock(file)).not.toBeNull();
      expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ pid: process.pid });
    }));
});
