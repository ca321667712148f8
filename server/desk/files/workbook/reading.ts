import type { FileRecord } from '../cell';
import { FileFault } from '../fault';
import { checkArchive } from './archive';

/** Of a workbook with more, the sheet of the products is among the first. */
const MOST_SHEETS = 20;
/** Empty ones too: a row says how far it reaches. */
const MOST_CELLS = 5_000_000;

type Value = string | number | boolean | Date | null;

/**
 * Rows of the first sheet that has a column that is known in its first row; of the first sheet where none has.
 * Rows without text are left out. @throws FileFault
 */
export async function* recordsOf(bytes: Buffer, known: (header: string) => boolean): AsyncGenerator<FileRecord> {
  checkArchive(bytes);
  let first: number | null = null;
  for (let sheet = 0; sheet < MOST_SHEETS; sheet += 1) {
    const head = await headOf(bytes, sheet);
    if (head === 'no such sheet') break;
    if (head?.some(known)) {
      yield* rowsOf(bytes, sheet);
      return;
    }
    if (head && first === null) first = sheet;
  }
  if (first !== null) yield* rowsOf(bytes, first);
}

async function headOf(bytes: Buffer, sheet: number): Promise<readonly string[] | 'no such sheet' | null> {
  try {
    for await (const { cells } of rowsOf(bytes, sheet)) return cells;
    return null;
  } catch (error) {
    if (error instanceof NoSheet) return 'no such sheet';
    throw error;
  }
}

class NoSheet extends Error {}

async function* rowsOf(bytes: Buffer, sheet: number): AsyncGenerator<FileRecord> {
  const { streamXlsxRows } = await import('hucre/xlsx');
  let cellsSeen = 0;
  let width = 0;
  try {
    for await (const { index, values } of streamXlsxRows(bytes, { sheet })) {
      cellsSeen += values.length + 1;
      if (cellsSeen > MOST_CELLS) throw new FileFault('workbookLarge');
      const cells = values.map(textOf);
      if (cells.every((cell) => cell.trim() === '')) continue;
      // What is empty at a row's end isn't in the file.
      width ||= cells.length;
      while (cells.length < width) cells.push('');
      yield { line: index + 1, cells };
    }
  } catch (error) {
    if (error instanceof FileFault) throw error;
    if (error instanceof Error && /sheet.*not found/i.test(error.message)) throw new NoSheet();
    throw new FileFault('workbookDamaged');
  }
}

/** As the same cell would stand in a CSV. */
function textOf(value: Value): string {
  if (value === null) return '';
  if (value instanceof Date) return timeOf(value);
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

/** A sheet's times have no zone; those of our files are Korea's. */
function timeOf(value: Date): string {
  if (Number.isNaN(value.getTime())) return '';
  const text = value.toISOString().slice(0, 19).replace('T', ' ');
  return text.endsWith(':00') ? text.slice(0, 16) : text;
}
