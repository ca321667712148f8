import { digestOf, findHead, guessLayout } from '../../../../server/store/deposits/layout';
import type { Column, StatementRecord } from '../../../../server/store/deposits/model';

const HEADS: Readonly<Record<string, readonly [head: string, guessed: Partial<Record<Column, string>>]>> = {
  국민: [
    '거래일시|적요|보낸분/받는분|송금메모|출금액(원)|입금액(원)|잔액(원)|거래점|구분',
    {
      at: '거래일시',
      payer: '보낸분/받는분',
      amount: '입금액(원)',
      balance: '잔액(원)',
      memo: '송금메모',
      direction: '구분',
    },
  ],
  신한: [
    '거래일자|거래시간|적요|출금(원)|입금(원)|내용|잔액(원)|거래점',
    { at: '거래일자', time: '거래시간', payer: '내용', amount: '입금(원)', balance: '잔액(원)', memo: '적요' },
  ],
  우리: [
    '거래일시|적요|기재내용|지급(원)|입금(원)|거래후 잔액(원)|취급점|메모',
    { at: '거래일시', payer: '기재내용', amount: '입금(원)', balance: '거래후 잔액(원)', memo: '메모' },
  ],
  카카오뱅크: [
    '거래일시|구분|거래금액|거래 후 잔액|거래구분|내용|메모',
    { at: '거래일시', direction: '구분', amount: '거래금액', balance: '거래 후 잔액', payer: '내용', memo: '메모' },
  ],
  토스뱅크: [
    '거래 일시|적요|거래 유형|거래 기관|계좌번호|거래 금액|거래 후 잔액|메모',
    {
      at: '거래 일시',
      payer: '적요',
      direction: '거래 유형',
      amount: '거래 금액',
      balance: '거래 후 잔액',
      memo: '메모',
    },
  ],
  농협: [
    '순번|거래일자|출금금액(원)|입금금액(원)|거래후잔액(원)|거래내용|거래기록사항|거래점|거래시간',
    {
      ...{ at: '거래일자', time: '거래시간', amount: '입금금액(원)', balance: '거래후잔액(원)' },
      payer: '거래기록사항',
    },
  ],
};

test.each(Object.entries(HEADS))('the columns of %s are known by their words', (_, [head, guessed]) => {
  const names = head.split('|');
  const layout = guessLayout(names);
  const found = Object.fromEntries(
    Object.entries(layout).flatMap(([column, at]) => (at === null ? [] : [[column, names[at]]])),
  );
  expect(found).toEqual(guessed);
});

const records = (...lines: string[]): StatementRecord[] =>
  lines.map((line, at) => ({ line: at + 1, cells: line.split('|') }));

test('the head is found below what a bank writes above it', () => {
  expect(
    findHead(records('신한은행', '계좌번호|110', HEADS['신한']![0], '2026.11.23|14:03|이체|0|31000|김하늘|1|x')),
  ).toBe(2);
  expect(findHead(records('조회기간|2026.11.01|~', '누가|언제|얼마|어디', '김하늘|2026.11.23|31000|서울'))).toBe(1);
  expect(findHead([])).toBeNull();
});

test('heads of one kind of file are one, however they are spaced', () => {
  expect(digestOf(['거래 일시', '입금(원)'])).toEqual(digestOf(['거래일시 ', '입금 (원)']));
  expect(digestOf(['거래일시', '입금'])).not.toEqual(digestOf(['입금', '거래일시']));
});
