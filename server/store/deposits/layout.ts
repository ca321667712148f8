/** Where a bank's statement begins, and which of its columns is which, guessed from the words of its head. */
import { createHash } from 'node:crypto';
import { asCode } from '../../values/text';
import { COLUMNS, NEEDED_COLUMNS, type Column, type Layout, type StatementRecord } from './model';

/** As banks write them, but for blanks, signs and what stands in brackets; the better word first. */
const WORDS: Readonly<Record<Column, readonly string[]>> = {
  at: [
    '거래일시',
    '거래일자',
    '거래일',
    '입금일시',
    '입금일자',
    '입금일',
    '일시',
    '일자',
    '날짜',
    'date',
    'transactiondate',
  ],
  time: ['거래시간', '거래시각', '시간', '시각', 'time'],
  payer: [
    ...['보낸분받는분', '보낸분', '보낸사람', '보내는분', '입금자명', '입금자', '입금인', '의뢰인수취인', '의뢰인'],
    ...[
      '상대예금주명',
      '상대방',
      '기재내용',
      '거래기록사항',
      '거래내용',
      '내용',
      '적요',
      'name',
      'payer',
      'description',
    ],
  ],
  amount: [
    ...['입금액', '입금금액', '입금', '맡기신금액', '받은금액', 'credit', 'deposit'],
    ...['거래금액', '금액', 'amount'],
  ],
  direction: ['입출금구분', '입출금', '입지구분', '구분', '거래유형', '거래구분', 'type'],
  balance: ['거래후잔액', '잔액', '거래후잔고', '잔고', 'balance'],
  memo: ['송금메모', '메모', '비고', '받는통장메모', '내용', '적요', 'memo', 'note'],
};

/** Bank's name, account and dates often stand above it. */
const MOST_LINES_ABOVE = 30;

const plain = (header: string): string =>
  asCode(header)
    .toLowerCase()
    .replaceAll(/\([^)]*\)/g, '')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

/** No column is taken twice. */
export function guessLayout(head: readonly string[]): Layout {
  const names = head.map(plain);
  const taken = new Set<number>();
  const columnOf = (column: Column): number | null => {
    for (const word of WORDS[column]) {
      const at = names.findIndex((name, index) => name === word && !taken.has(index));
      if (at < 0) continue;
      taken.add(at);
      return at;
    }
    return null;
  };
  return Object.fromEntries(COLUMNS.map((column) => [column, columnOf(column)])) as Layout;
}

export const isWhole = (layout: Layout): boolean => NEEDED_COLUMNS.every((column) => layout[column] !== null);

const found = (layout: Layout): number => COLUMNS.filter((column) => layout[column] !== null).length;
const filled = ({ cells }: StatementRecord): number => cells.filter((cell) => cell.trim() !== '').length;

/** Where the head of the table stands among the records; null where there are none. */
export function findHead(records: readonly StatementRecord[]): number | null {
  const above = records.slice(0, MOST_LINES_ABOVE);
  const whole = above.findIndex(({ cells }) => isWhole(guessLayout(cells)));
  if (whole >= 0) return whole;
  // Words that we don't know: the line with most of those we do, else with most cells.
  const score = (record: StatementRecord): number => found(guessLayout(record.cells)) * 1_000 + filled(record);
  const best = above.reduce<number | null>((at, record, index) => {
    const before = at === null ? undefined : above[at];
    return before === undefined || score(record) > score(before) ? index : at;
  }, null);
  return best;
}

/** The same for all files of one kind. */
export const digestOf = (head: readonly string[]): Buffer =>
  createHash('sha256')
    .update(JSON.stringify(head.map(plain)))
    .digest();
