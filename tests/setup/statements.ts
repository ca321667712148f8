/** Statements as Korean banks write them: their preambles, heads and ways to say a time and a sum, with made-up people. */
import { encode } from 'iconv-lite';
import type { Cell } from '../../server/desk/files/cell';
import { csvParts } from '../../server/desk/files/csv/writing';
import { workbookParts } from '../../server/desk/files/workbook/writing';

/** Money that came, or went where it is less than none. */
export interface Movement {
  /** `2026-11-23 14:03:22`, in Korea. */
  readonly at: string;
  readonly name: string;
  readonly amount: number;
  readonly balance: number;
  readonly memo?: string;
}

export interface StatementFile {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

const withCommas = (amount: number): string => amount.toLocaleString('ko-KR');
const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const lines = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');

/** A CSV of Windows (CP949), with the account above the table and the sums below it; in and out are two columns. */
export function ofKookmin(movements: readonly Movement[]): StatementFile {
  const head = [
    '거래일시',
    '적요',
    '보낸분/받는분',
    '송금메모',
    '출금액(원)',
    '입금액(원)',
    '잔액(원)',
    '거래점',
    '구분',
  ];
  const rows = movements.map(({ at, name, amount, balance, memo = '' }) => [
    ...[at.replaceAll('-', '.'), '전자금융', name, memo],
    ...[amount < 0 ? withCommas(-amount) : '0', amount > 0 ? withCommas(amount) : '0'],
    ...[withCommas(balance), '인터넷', '이체'],
  ]);
  const text = lines([
    ['계좌번호', '000000-00-000000', '', '', '', '', '', '', ''],
    ['조회기간', '2026.11.01 ~ 2026.11.30', '', '', '', '', '', '', ''],
    head,
    ...rows,
    ['합계', '', '', '', '0', '0', '', '', ''],
  ]);
  return { name: '거래내역.csv', type: 'text/csv', content: encode(text, 'cp949') };
}

/** UTF-8 with its mark; day and time are two columns, and lines of words stand above. */
export function ofShinhan(movements: readonly Movement[]): StatementFile {
  const head = ['거래일자', '거래시간', '적요', '출금(원)', '입금(원)', '내용', '잔액(원)', '거래점'];
  const rows = movements.map(({ at, name, amount, balance, memo = '타행이체' }) => [
    ...[at.slice(0, 10), at.slice(11), memo],
    ...[amount < 0 ? String(-amount) : '0', amount > 0 ? String(amount) : '0'],
    ...[name, String(balance), '모바일'],
  ]);
  const text = `신한은행 거래내역조회\r\n\r\n"계좌번호 : 000-000-000000"\r\n${lines([head, ...rows])}`;
  return { name: 'inquiry.csv', type: 'text/csv', content: Buffer.from(`\uFEFF${text}`) };
}

/** A workbook; one column of signed sums, and a word that says which way. */
export async function ofKakao(movements: readonly Movement[]): Promise<StatementFile> {
  const head = ['거래일시', '구분', '거래금액', '거래 후 잔액', '거래구분', '내용', '메모'];
  const rows: Cell[][] = movements.map(({ at, name, amount, balance, memo = '' }) => [
    ...[at.replaceAll('-', '.'), amount > 0 ? '입금' : '출금', withCommas(amount), withCommas(balance)],
    ...[amount > 0 ? '일반입금' : '계좌간자동이체', name, memo],
  ]);
  const parts: Uint8Array[] = [];
  async function* table() {
    yield await Promise.resolve([head]);
    yield rows;
  }
  for await (const part of workbookParts(table(), { sheet: '거래내역', hidden: [] })) parts.push(part);
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return { name: '카카오뱅크_거래내역.xlsx', type, content: Buffer.concat(parts) };
}

/** Words that no bank of ours uses. */
export async function ofNobody(movements: readonly Movement[]): Promise<StatementFile> {
  const rows: Cell[][] = movements.map(({ at, name, amount }) => [name, at, amount]);
  async function* table() {
    yield await Promise.resolve([['누가', '언제', '얼마']]);
    yield rows;
  }
  const parts: string[] = [];
  for await (const part of csvParts(table())) parts.push(part);
  return { name: 'mine.csv', type: 'text/csv', content: Buffer.from(parts.join('')) };
}
