import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { withLock } from '../../../server/certificates/lock';
import { StoreError } from '../../../server/certificates/store-error';
import { withDirectory } from './support/temporary';

// When a lock is free again: tests/unit/process/lock-file.test.ts, which this is made of.
test('who comes second does nothing, until the work of the first is done', () =>
  withDirectory(async (directory) => {
    const file = path.join(directory, 'lock');
    const second = () => withLock(file, () => Promise.resolve('second'));
    expect(await withLock(file, second)).toBeNull();
    expect(await second()).toBe('second');
  }));

test('what the work throws is thrown as it is, and leaves the lock free', () =>
  withDirectory(async (directory) => {
    const file = path.join(directory, 'lock');
    const fault = new Error('x is not a function');
    await expect(withLock(file, () => Promise.reject(fault))).rejects.toBe(fault);
    expect(await withLock(file, () => Promise.resolve('next'))).toBe('next');
  }));

test('where the lock can not be given back, the store says so', () =>
  withDirectory(async (directory) => {
    const file = path.join(directory, 'lock');
    const work = () => rm(file).then(() => mkdir(file));
    await expect(withLock(file, work)).rejects.toThrow(StoreError);
  }));

test('a place where no lock can be written is a store that can not be written', () =>
  withDirectory(async (directory) => {
    const work = jest.fn(() => Promise.resolve());
    await mkdir(path.join(directory, 'lock'));
    await expect(withLock(path.join(directory, 'lock'), work)).rejects.toThrow(StoreError);
    await expect(withLock(path.join(directory, 'missing', 'lock'), work)).rejects.toThrow(StoreError);
    expect(work).not.toHaveBeenCalled();
  }));
