import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { newestArtefact } from '../../deploy/artefact';
import { newDirectory } from './directories';

const SUM = 'ab'.repeat(32);
let directory: string;
beforeEach(() => {
  directory = newDirectory();
});

function put(id: string, sum: string | null = `${SUM}  essence-aura-${id}.tar.gz\n`): void {
  const file = path.join(directory, `essence-aura-${id}.tar.gz`);
  writeFileSync(file, 'archive');
  if (sum !== null) writeFileSync(`${file}.sha256`, sum);
}

test('the newest release is the one that is uploaded', () => {
  put('20261122235959-ffffff0');
  put('20261123120000-1a2b3c4');
  put('20261123115959-9999999');
  expect(newestArtefact(directory, null)).toEqual({
    id: '20261123120000-1a2b3c4',
    file: path.join(directory, 'essence-aura-20261123120000-1a2b3c4.tar.gz'),
    sha256: SUM,
  });
});

test('one of another commit is not, however new', () => {
  put('20261122235959-ffffff0');
  put('20261123120000-1a2b3c4');
  expect(newestArtefact(directory, 'ffffff0')?.id).toBe('20261122235959-ffffff0');
  expect(newestArtefact(directory, 'abcdef0')).toBeNull();
});

test('one that is still being packed is passed over, and so is anything else that lies there', () => {
  put('20261122235959-ffffff0');
  put('20261123120000-1a2b3c4', null);
  writeFileSync(path.join(directory, 'essence-aura-latest.tar.gz'), '');
  expect(newestArtefact(directory, null)?.id).toBe('20261122235959-ffffff0');
});

test('where nothing was packed there is none', () => {
  expect(newestArtefact(directory, null)).toBeNull();
  expect(newestArtefact(path.join(directory, 'nowhere'), null)).toBeNull();
});

test('a checksum that is none is refused, rather than uploaded for the machine to refuse', () => {
  put('20261123120000-1a2b3c4', 'oops\n');
  expect(() => newestArtefact(directory, null)).toThrow('names no checksum');
});
