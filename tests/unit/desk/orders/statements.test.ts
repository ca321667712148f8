import { FileFault } from '../../../../server/desk/files/fault';
import { MOST_ROWS } from '../../../../server/desk/orders/deposits/forms';
import { openStatement, rowsOf } from '../../../../server/desk/orders/deposits/statements';
import { guessLayout } from '../../../../server/store/deposits';
import { type Movement, ofKakao, ofKookmin, ofNobody, ofShinhan } from '../../../setup/statements';

const MOVEMENTS: readonly Movement[] = [
  { at: '2026-11-23 14:03:22', name: '김하늘', amount: 31_000, balance: 131_000, memo: '뷁향' },
  { at: '2026-11-23 15:00:00', name: '전기요금', amount: -20_000, balance: 111_000 },
  { at: '2026-11-24 09:10:05', name: '한서진, "서"', amount: 62_000, balance: 173_000 },
];

test.each([
  ['a CSV of Windows with a preamble', async () => Promise.resolve(ofKookmin(MOVEMENTS))],
  ['UTF-8 with words above and two columns of time', async () => Promise.resolve(ofShinhan(MOVEMENTS))],
  ['a workbook of signed sums', () => ofKakao(MOVEMENTS)],
])('%s says what came, and nothing of what went', async (_, file) => {
  const statement = await openStatement((await file()).content);
  if (!statement) throw new Error('no table');
  const read = rowsOf(statement, guessLayout(statement.head));
  if (!('rows' in read)) throw new Error(JSON.stringify(read));
  expect(read.rows.map(({ paidAt, payer, amount, balance }) => [paidAt.toISOString(), payer, amount, balance])).toEqual(
    [
      ['2026-11-23T05:03:22.000Z', '김하늘', 31_000, 131_000],
      ['2026-11-24T00:10:05.000Z', '한서진, "서"', 62_000, 173_000],
    ],
  );
});

test('a table with words of its own is a table all the same', async () => {
  const statement = await openStatement((await ofNobody(MOVEMENTS)).content);
  expect(statement?.head).toEqual(['누가', '언제', '얼마']);
  const layout = { ...guessLayout([]), payer: 0, at: 1, amount: 2 };
  expect(rowsOf(statement!, layout)).toMatchObject({ rows: [{ payer: '김하늘' }, { payer: '한서진, "서"' }] });
  expect(rowsOf(statement!, { ...layout, at: 0 })).toEqual({ fault: 'nothing' });
});

test('what is no statement says so', async () => {
  expect(await openStatement(Buffer.from('안녕하세요'))).toBeNull();
  await expect(openStatement(Buffer.from('%PDF-1.7'))).rejects.toBeInstanceOf(FileFault);
  const long = Array.from({ length: MOST_ROWS + 100 }, () => '2026.11.23,김하늘,1').join('\n');
  await expect(openStatement(Buffer.from(`거래일시,내용,입금액\n${long}`))).rejects.toMatchObject({ code: 'rows' });
});
