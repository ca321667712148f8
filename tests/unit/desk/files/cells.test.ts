import { createCells } from '../../../../server/desk/files/imports/cells';
import { VARIANT_COLUMNS } from '../../../../server/desk/files/imports/columns';
import { createNames } from '../../../../server/store/perfumes';

const known = { houses: createNames([]), notes: createNames([]), now: new Date('2026-11-29T00:00:00Z') };

test('cells that say what is stored already are right, also where it would not be allowed any more', () => {
  const cells = createCells(['price'], known);
  const stored = { volume_ml: 50, price: -1, stock: 3, low_stock: 2, archived: false };
  const valuesOf = (line: number, price: string) =>
    cells.valuesOf({ line, cells: { price } }, VARIANT_COLUMNS, { stored, absent: {}, exported: null });
  expect(valuesOf(2, '-1')).toEqual(stored);
  expect(valuesOf(3, '-2')).toBeNull();
  expect(cells.faults).toMatchObject([{ line: 3, column: 'price' }]);
});
