/** A bank's file on its way to deposits: what its columns are is asked once for each kind of file. */
import { digestOf, findHead, guessLayout, readStatement, type RowFault } from '../../../store/deposits';
import type { Layout, StatementRecord, StatementRow } from '../../../store/deposits/model';
import { FileFault, openFile } from '../../files';
import { MOST_COLUMNS, MOST_ROWS } from './forms';

const MOST_LINES_ABOVE = 30;

export interface Statement {
  readonly head: readonly string[];
  /** Of its head: the same for all files of the kind. */
  readonly digest: Buffer;
  /** Below the head. */
  readonly records: readonly StatementRecord[];
}

const isKnown = (header: string): boolean => Object.values(guessLayout([header])).some((at) => at !== null);

/** @returns null where nothing in it is a table @throws FileFault */
export async function openStatement(bytes: Buffer): Promise<Statement | null> {
  const { records } = await openFile(bytes, isKnown, MOST_LINES_ABOVE);
  const all: StatementRecord[] = [];
  for await (const { line, cells } of records) {
    if (all.length > MOST_ROWS + MOST_LINES_ABOVE) throw new FileFault('rows', { most: MOST_ROWS });
    all.push({ line, cells: cells.slice(0, MOST_COLUMNS) });
  }
  const at = findHead(all);
  const head = at === null ? undefined : all[at];
  if (at === null || head === undefined || at === all.length - 1) return null;
  return { head: head.cells, digest: digestOf(head.cells), records: all.slice(at + 1) };
}

export type StatementFault = RowFault | 'nothing';

export function rowsOf(
  { records }: Statement,
  layout: Layout,
): { readonly rows: readonly StatementRow[] } | { readonly fault: StatementFault } {
  const read = readStatement(records, layout);
  if ('fault' in read) return read;
  return read.rows.length === 0 ? { fault: 'nothing' } : { rows: read.rows };
}
