import { mkdir, rm } from 'node:fs/promises';
import { withLock } from '../../../server/certificates/lock';
import { StoreError } from '../../../server/certificates/store-error';
import { withDirectory } from '../../setup/directory';

// When a lock is free again: tests/unit/process/lock-file.test.ts, which this is made of.
const directory = withDirectory();
let file: string;
beforeEach(() => void (file = directory.at('lock')));

test('who comes second does nothing, until the work of the first is done', async () => {
  const second = () => withLock(file, () => Promise.resolve('second'));
  expect(await withLock(file, second)).toBeNull();
  expect(await second()).toBe('second');
});

test('what the work throws is thrown as it is, and leaves the lock free', async () => {
  const fault = new Error('x is not a function');
  await expect(withLock(file, () => Promise.reject(fault))).rejects.toBe(fault);
  expect(await withLock(file, () => Promise.resolve('next'))).toBe('next');
});

test('where the lock can not be given back, the store says so', async () => {
  const work = () => rm(file).then(() => mkdir(file));
  await expect(withLock(file, work)).rejects.toThrow(StoreError);
});

test('a place where no lock can be written is a store that can not be written', async () => {
  const work = jest.fn(() => Promise.resolve());
  await mkdir(file);
  for (const place of [file, directory.at('missing', 'lock')]) {
    await expect(withLock(place, work)).rejects.toThrow(StoreError);
  }
  expect(work).not.toHaveBeenCalled();
});
