import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { acquireLock } from '../../../server/certificates/lock';
import { StoreError } from '../../../server/certificates/store-error';
import { withDirectory } from './support/temporary';

test('the store is held by one at a time, and free again when released', () =>
  withDirectory(async (directory) => {
    const file = path.join(directory, 'lock');
    const first = await acquireLock(file);
    expect(await acquireLock(file)).toBeNull();
    await first?.release();
    const second = await acquireLock(file);
    expect(await second?.stillHeld()).toBe(true);
    await second?.release();
  }));

test('where the lock can not be given back, the store says so', () =>
  withDirectory(async (directory) => {
    const file = path.join(directory, 'lock');
    const held = await acquireLock(file);
    await rm(file);
    await mkdir(file);
    await expect(held?.release()).rejects.toThrow(StoreError);
  }));

test('where the lock can not be written, the store says so', () =>
  withDirectory(async (directory) => {
    await mkdir(path.join(directory, 'lock'));
    await expect(acquireLock(path.join(directory, 'lock'))).rejects.toThrow(StoreError);
    await expect(acquireLock(path.join(directory, 'missing', 'lock'))).rejects.toThrow(StoreError);
  }));
