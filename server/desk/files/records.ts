import type { FileRecord } from './cell';
import { decode, detectDelimiter, recordsOf, type Delimiter, type Encoding } from './csv/reading';
import { FileFault } from './fault';
import { kindOf } from './kinds';
import { recordsOf as recordsOfWorkbook } from './workbook/reading';

export interface Source {
  readonly format: 'csv' | 'xlsx';
  /** Of a CSV. */
  readonly encoding?: Encoding;
  readonly delimiter?: Delimiter;
}

export interface OpenFile {
  readonly source: Source;
  /** Blank lines are left out. */
  readonly records: AsyncIterable<FileRecord>;
}

/**
 * A CSV or a workbook, whichever it is.
 * @param isKnown a column's name, by which the right sheet or delimiter is found
 * @param linesAbove how many lines may stand above the names @throws FileFault, also while it is read on
 */
export async function openFile(bytes: Buffer, isKnown: (header: string) => boolean, linesAbove = 0): Promise<OpenFile> {
  if (kindOf(bytes) === 'xlsx') return { records: recordsOfWorkbook(bytes, isKnown), source: { format: 'xlsx' } };
  const { text, encoding } = decode(bytes);
  if (text.replace('\uFEFF', '').trim() === '') throw new FileFault('empty');
  const delimiter = await detectDelimiter(text, isKnown, linesAbove);
  return { records: recordsOf(text, delimiter), source: { format: 'csv', encoding, delimiter } };
}
