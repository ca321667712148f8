import { createCells } from '../../../../server/desk/files/imports/cells';
import { VARIANT_COLUMNS } from '../../../../server/desk/files/imports/columns';
import type { StoredVariant } from '../../../../server/desk/files/imports/model';
import { createPerfumePlanner } from '../../../../server/desk/files/imports/perfume-plan';
import { createVariantPlanner } from '../../../../server/desk/files/imports/variant-plan';
import { createNames } from '../../../../server/store/perfumes';

const now = new Date('2026-11-29T00:00:00Z');
const known = { houses: createNames([]), notes: createNames([]), now };
const cellsOf = (...columns: string[]) => createCells(columns, known);
const rowOf = (line: number, cells: Readonly<Record<string, string>>) => ({ line, cells });
const values = { volume_ml: 50, price: 98000, stock: 3, low_stock: 2, archived: false };
const SNOW: StoredVariant = { id: 1, sku: 'SNOW-050', slug: 'first-snow', values };

describe('the cells of a row', () => {
  test('that a new variant needs are asked for: where the column is missing as a whole, that is said', () => {
    const cells = cellsOf('sku', 'price');
    const row = rowOf(2, { sku: 'SNOW-100', price: '' });
    expect(
      cells.valuesOf(row, VARIANT_COLUMNS, { stored: undefined, absent: { stock: 0 }, exported: null }),
    ).toBeNull();
    expect(cells.faults).toContainEqual({ line: 2, column: 'volume_ml', code: 'columnMissing', values: {} });
    expect(cells.faults).toContainEqual({ line: 2, column: 'price', code: 'required', values: {} });
  });

  test('that say what is stored already are right, also where it would not be allowed any more', () => {
    const cells = cellsOf('price');
    const before = { stored: { ...values, price: -1 }, absent: {}, exported: null };
    expect(cells.valuesOf(rowOf(2, { price: '-1' }), VARIANT_COLUMNS, before)).toEqual(before.stored);
    expect(cells.valuesOf(rowOf(3, { price: '-2' }), VARIANT_COLUMNS, before)).toBeNull();
    expect(cells.faults).toMatchObject([{ line: 3, column: 'price' }]);
  });
});

test('a perfume that is said again in another row is said as in the first, or not at all', () => {
  const cells = cellsOf('slug', 'name_ko');
  const perfumes = createPerfumePlanner(cells, { perfumes: new Map(), lastPosition: 0 }, now);
  for (const [at, name_ko] of ['첫눈', '', '첫눈', '둘째 눈'].entries()) {
    perfumes.take(rowOf(at + 2, { slug: 'first-snow', name_ko }), 'first-snow');
  }
  const differing = cells.faults.filter(({ code }) => code === 'differs');
  expect(differing).toEqual([{ line: 5, column: 'name_ko', code: 'differs', values: { line: 2 } }]);
});

describe('the variants of a file', () => {
  const snapshot = {
    variants: new Map([[SNOW.sku, SNOW]]),
    taken: new Map([['first-snow', new Map([[50, SNOW.sku]])]]),
  };
  const row = (line: number, sku: string, volume_ml: string) =>
    rowOf(line, { sku, volume_ml, price: '98000', stock: '7' });

  test.each([
    ['a size that the perfume has under another SKU', [row(2, 'SNOW-051', '50')], 'volumeTaken'],
    ['a size twice', [row(2, 'SNOW-100', '100'), row(3, 'SNOW-101', '100')], 'twiceInFile'],
    ['an SKU twice', [row(2, 'SNOW-050', '50'), row(3, 'SNOW-050', '50')], 'twiceInFile'],
    ['another size for an SKU that is sold already', [row(2, 'SNOW-050', '30')], 'volumeFixed'],
  ])('are refused for %s', (_what, rows, code) => {
    const cells = cellsOf('sku', 'volume_ml', 'price', 'stock');
    const variants = createVariantPlanner(cells, snapshot, false);
    for (const one of rows) variants.take(one, 'first-snow', one.cells.sku!);
    expect(cells.faults).toMatchObject([{ line: rows.at(-1)!.line, code }]);
  });

  test.each([
    ['keeps the count of what is there', true, []],
    ['counts what is there anew', false, [{ changes: { stock: [3, 7] } }]],
  ])('a file that %s changes it or not', (_which, keepsStock, planned) => {
    const variants = createVariantPlanner(cellsOf('sku', 'volume_ml', 'price', 'stock'), snapshot, keepsStock);
    variants.take(row(2, 'SNOW-050', '50'), 'first-snow', 'SNOW-050');
    expect(variants.planned).toMatchObject(planned);
  });
});
