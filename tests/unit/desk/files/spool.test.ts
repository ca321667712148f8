import { readdir } from 'node:fs/promises';
import { openSpool, type Spool } from '../../../../server/desk/files/exports/spool';
import { withDirectory } from '../../../setup/directory';

const directory = withDirectory();
let spool: Spool;
beforeEach(async () => void (spool = await openSpool(directory.path)));
afterEach(() => spool.close());

async function readAll(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of spool.parts()) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString();
}

test('what is written can be read at once, and then what is written after it', async () => {
  const parts = spool.parts();
  await spool.write('한');
  expect(String((await parts.next()).value)).toBe('한');
  const next = parts.next();
  await spool.write('글');
  expect(String((await next).value)).toBe('글');
  const last = parts.next();
  spool.end();
  expect((await last).done).toBe(true);
});

test('a writer that is far ahead waits for nobody, and its reader gets everything in order', async () => {
  const lines = Array.from({ length: 2_000 }, (_, n) => `${n} ${'x'.repeat(300)}\n`);
  for (const line of lines) await spool.write(line);
  spool.end();
  expect(await readAll()).toBe(lines.join(''));
});

test('a writer that fails is what its reader meets after the last that was written', async () => {
  await spool.write('half');
  spool.end(new Error('the database is gone'));
  const parts = spool.parts();
  expect(String((await parts.next()).value)).toBe('half');
  await expect(parts.next()).rejects.toThrow('the database is gone');
});

test('nobody writes for a reader who has left, and the file has no name', async () => {
  await spool.write('a secret');
  expect(await readdir(directory.path)).toEqual([]);
  spool.abandon();
  await expect(spool.write('more')).rejects.toThrow('nobody reads on');
});
