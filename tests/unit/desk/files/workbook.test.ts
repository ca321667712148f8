import fc from 'fast-check';
import { TimeCell, type Cell } from '../../../../server/desk/files/cell';
import { FileFault } from '../../../../server/desk/files/fault';
import { columnOf } from '../../../../server/desk/files/imports/columns';
import { readTable } from '../../../../server/desk/files/imports/reading';
import { MOST_UNPACKED_BYTES } from '../../../../server/desk/files/workbook/archive';
import { recordsOf } from '../../../../server/desk/files/workbook/reading';
import { workbookParts } from '../../../../server/desk/files/workbook/writing';
import { archiveOf, workbookParts as partsOf, type Part } from '../../../setup/archive';

async function written(...batches: Cell[][][]): Promise<Buffer> {
  // eslint-disable-next-line @typescript-eslint/require-await -- rows come from a database otherwise
  async function* rows() {
    yield* batches;
  }
  const parts: Uint8Array[] = [];
  for await (const part of workbookParts(rows(), { sheet: '주문', hidden: ['mark'] })) parts.push(part);
  return Buffer.concat(parts);
}

async function read(bytes: Buffer): Promise<[line: number, ...cells: string[]][]> {
  const records: [number, ...string[]][] = [];
  for await (const { line, cells } of recordsOf(bytes, (header) => columnOf(header) !== null)) {
    records.push([line, ...cells]);
  }
  return records;
}

async function faultOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof FileFault) return error.code;
    throw error;
  }
  throw new Error('nothing was wrong');
}

const sheet = (...rows: string[]): string => rows.join('');
const cell = (at: string, text: string): string => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;

/** Which hardly gets smaller. */
let seed = 1;
const randomText = (length: number): string =>
  Array.from({ length: length / 8 }, () => (seed = Math.imul(seed, 48_271) >>> 0).toString(16).padStart(8, '0')).join(
    '',
  );

describe('what is written', () => {
  test('comes back as it was: zeros in front, what a spreadsheet would run or count, and all that people type', async () => {
    const texts = [
      '06236',
      '0012345678901',
      '=1+1',
      '+82 10',
      '-1',
      '@SUM(1)',
      "'x",
      'MAR-01',
      'true',
      '첫 줄\n둘째 줄',
    ];
    const odd = ['_x0041_', '<&>"', ' lead', '\u0001\u000b', '🍊', '', '1E5', '#N/A', 'ﾊﾟ'];
    const bytes = await written([['sku', ...texts.slice(1)]], [texts, odd]);
    expect(await read(bytes)).toEqual([
      [1, 'sku', ...texts.slice(1)],
      [2, ...texts],
      [3, ...odd, ''],
    ]);
  });

  test('keeps numbers as numbers, times as they are written, and nothing for nothing', async () => {
    const bytes = await written(
      [['sku', 'b', 'c', 'd']],
      [[-3, 98_000, new TimeCell('2026-11-23 12:00:00'), null]],
      [[1.5, 0, 'x', 'y']],
    );
    expect(await read(bytes)).toEqual([
      [1, 'sku', 'b', 'c', 'd'],
      [2, '-3', '98000', '2026-11-23 12:00:00', ''],
      [3, '1.5', '0', 'x', 'y'],
    ]);
  });

  test('comes back whatever it is, but for two characters that XML has not', async () => {
    const one = fc.string({ unit: 'binary', maxLength: 20 }).map((text) =>
      Buffer.from(text)
        .toString()
        .replaceAll(/[\uFFFE\uFFFF]/g, ' '),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(one, one), { minLength: 1, maxLength: 5 }), async (rows) => {
        const table = rows.map((row) => ['x', ...row]);
        const back = await read(await written([['sku', 'b', 'c']], table));
        expect(back.slice(1).map(([, ...cells]) => cells)).toEqual(table);
      }),
      { numRuns: 50 },
    );
  });

  test('is a workbook also where there is nothing but its head', async () => {
    expect(await read(await written([['sku', 'price']]))).toEqual([[1, 'sku', 'price']]);
  });

  test('leaves while rows still come, so that never all of it is in memory, and in parts of some size', async () => {
    const BATCHES = 100;
    let asked = 0;
    // eslint-disable-next-line @typescript-eslint/require-await -- rows come from a database otherwise
    async function* rows() {
      yield [['sku', 'price', 'note']];
      for (; asked < BATCHES; asked += 1) {
        yield Array.from({ length: 200 }, (_, at) => [
          `SKU-${asked}-${at}`,
          asked * at,
          `${randomText(80)}${asked * at}`,
        ]);
      }
    }
    const sizes: number[] = [];
    const askedBy: number[] = [];
    for await (const part of workbookParts(rows(), { sheet: 'x', hidden: [] })) {
      sizes.push(part.length);
      askedBy.push(asked);
    }
    expect(sizes.length).toBeGreaterThan(3);
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThan(60_000);
    expect(askedBy[0]).toBeLessThan(BATCHES / 2);
  });

  test('is text to a spreadsheet, also what is typed into it later, and its marks are not shown', async () => {
    const { readXlsx } = await import('hucre/xlsx');
    const workbook = await readXlsx(await written([['postcode', 'amount', 'mark']], [['06236', 5, 'abc']]), {
      readStyles: true,
    });
    const [first] = workbook.sheets;
    expect(first?.name).toBe('주문');
    expect(first?.columns?.[2]?.hidden).toBe(true);
    expect(first?.cells?.get('1,0')?.style?.numFmt).toBe('@');
    expect(first?.cells?.get('1,1')?.style?.numFmt).toBeUndefined();
  });
});

describe('what others saved', () => {
  function damaged(): Buffer {
    const bytes = archiveOf(partsOf([cell('A1', 'sku')]));
    const at = bytes.indexOf('xl/worksheets/sheet1.xml') + 'xl/worksheets/sheet1.xml'.length;
    return bytes.fill(0xff, at, at + 40);
  }

  test('is read from the first sheet with a column that is known, each row at the place where the spreadsheet shows it', async () => {
    const notes = sheet(`<row r="1">${cell('A1', 'Dear supplier')}</row>`);
    const products = sheet(
      `<row r="3">${cell('A3', 'sku')}${cell('B3', 'price')}${cell('C3', 'published_at')}</row>`,
      '<row r="4"><c r="A4"/></row>',
      '<row r="7"><c r="A7" t="s"><v>0</v></c><c r="B7"><v>98000</v></c><c r="C7" s="1"><v>46349.5</v></c></row>',
      '<row r="8"><c r="A8" t="s"><v>1</v></c><c r="B8" t="str"><f>1+1</f><v>2</v></c></row>',
      '<row r="9"><c r="A9" t="b"><v>1</v></c><c r="B9"><v>78.400000000000006</v></c></row>',
    );
    const bytes = archiveOf(partsOf(['', notes, products], ['<t>A-1</t>', '<r><t>B</t></r><r><t>-2</t></r>']));
    expect(await read(bytes)).toEqual([
      [3, 'sku', 'price', 'published_at'],
      [7, 'A-1', '98000', '2026-11-23 12:00'],
      [8, 'B-2', '2', ''],
      [9, 'yes', '78.4', ''],
    ]);
  });

  test('with an error of a formula is refused in its cell', async () => {
    const rows = sheet(
      `<row r="1">${cell('A1', 'sku')}${cell('B1', 'name_ko')}</row>`,
      `<row r="2">${cell('A2', 'A-1')}<c r="B2" t="e"><v>#N/A</v></c></row>`,
    );
    const { faults, rows: right, source } = await readTable(archiveOf(partsOf([rows])));
    expect(source).toEqual({ format: 'xlsx' });
    expect(right).toEqual([]);
    expect(faults).toEqual([{ line: 2, column: 'name_ko', code: 'formulaError', values: { typed: '#N/A' } }]);
  });

  test.each([
    ['without any text', archiveOf(partsOf(['', ''])), 'empty'],
    ['without a column that is known', archiveOf(partsOf([`<row r="1">${cell('A1', 'Dear')}</row>`])), 'columns'],
    ['with columns and no products', archiveOf(partsOf([`<row r="1">${cell('A1', 'sku')}</row>`])), 'noRows'],
    ['without its sheets', archiveOf(partsOf(['']).slice(0, 3)), 'workbookDamaged'],
    ['that was cut off', archiveOf(partsOf([''])).subarray(0, -30), 'workbookDamaged'],
    ['with damage within', damaged(), 'workbookDamaged'],
  ])('%s is refused with what is wrong', async (_what, bytes, code) => {
    expect(await faultOf(readTable(bytes))).toBe(code);
  });
});

describe('bombs', () => {
  const MEGABYTE = 1024 * 1024;
  const row = (at: number, far: string): string => `<row r="${at}"><c r="${far}${at}"><v>1</v></c></row>`;
  const rows = (count: number, far: string): string =>
    `<row r="1">${cell('A1', 'sku')}</row>${Array.from({ length: count }, (_, at) => row(at + 2, far)).join('')}`;
  const withPart = (part: Partial<Part> & { readonly name: string }): Part[] =>
    partsOf([`<row r="1">${cell('A1', 'sku')}</row>`]).map((one) =>
      one.name === part.name ? { ...one, ...part } : one,
    );
  const SHEET = 'xl/worksheets/sheet1.xml';
  const big = Buffer.alloc(MOST_UNPACKED_BYTES + 1, ' ');

  /** Two entries that are one. */
  function overlapping(): Buffer {
    const bytes = archiveOf([
      ...withPart({ name: SHEET }),
      ...Array.from({ length: 9 }, (_, at) => ({ name: `x${at}`, content: Buffer.from(randomText(MEGABYTE)) })),
    ]);
    const places: number[] = [];
    for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4)) places.push(at);
    const size = bytes.readUInt32LE(places.at(-1)! + 20);
    for (const at of places.slice(-9)) bytes.writeUInt32LE(size + 200_000, at + 20);
    return bytes;
  }

  test.each<[string, () => Buffer, string]>([
    ['what unpacks to more than we hold', () => archiveOf(withPart({ name: SHEET, content: big })), 'workbookLarge'],
    [
      'it beside the sheets',
      () => archiveOf([...withPart({ name: SHEET }), { name: 'x', content: big }]),
      'workbookLarge',
    ],
    ['a size that is a lie', () => archiveOf(withPart({ name: SHEET, content: big, claims: 100 })), 'workbookDamaged'],
    ['a size that isn’t said', () => archiveOf(withPart({ name: SHEET, content: big, claims: 0 })), 'workbookDamaged'],
    [
      'shared texts whose size is a lie',
      () => archiveOf(withPart({ name: 'xl/sharedStrings.xml', content: big, claims: 9 })),
      'workbookDamaged',
    ],
    [
      'ten thousand entries',
      () => archiveOf(Array.from({ length: 10_000 }, (_, at) => ({ name: `x${at}`, content: '' }))),
      'workbookLarge',
    ],
    [
      'the same entry twice',
      () => archiveOf([...withPart({ name: SHEET }), ...withPart({ name: SHEET })]),
      'workbookDamaged',
    ],
    ['entries that lie over one another', overlapping, 'workbookDamaged'],
    [
      'a second end within a comment',
      () => Buffer.concat([archiveOf(withPart({ name: SHEET })), Buffer.from('comment')]),
      'workbookDamaged',
    ],
    ['an entry with a password', () => archiveOf(withPart({ name: SHEET, flags: 1 })), 'lockedWorkbook'],
    ['rows that reach to the last column', () => archiveOf(partsOf([rows(5_000, 'XFD')])), 'workbookLarge'],
    ['more rows than a file may have', () => archiveOf(partsOf([rows(60_000, 'A')])), 'rows'],
  ])('%s is refused, soon and without much memory', async (_what, make, code) => {
    const bytes = make();
    expect(bytes.length).toBeLessThan(10 * MEGABYTE);
    const before = process.memoryUsage().arrayBuffers;
    const begun = performance.now();
    expect(await faultOf(readTable(bytes))).toBe(code);
    expect(performance.now() - begun).toBeLessThan(15_000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 * MOST_UNPACKED_BYTES);
  });

  test('entities are none: what they name isn’t read, and does not grow', async () => {
    const laughs = Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('');
    const content = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">${laughs}]>
      <worksheet><sheetData><row r="1">${cell('A1', 'sku')}</row><row r="2">${cell('A2', '&l9;&f;')}</row></sheetData></worksheet>`;
    const outcome = await read(archiveOf(withPart({ name: SHEET, content }))).catch((error: unknown) => String(error));
    expect(JSON.stringify(outcome).length).toBeLessThan(200);
    expect(JSON.stringify(outcome)).not.toContain('root:');
  });
});
