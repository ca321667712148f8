import fc from 'fast-check';
import { COLUMNS, MARK, PERFUME_COLUMNS, VARIANT_COLUMNS } from '../../../../server/desk/files/imports/columns';
import { markOf } from '../../../../server/desk/files/imports/marks';
import type {
  PerfumeOfFile,
  Snapshot,
  StoredPerfume,
  StoredVariant,
  VariantOfFile,
} from '../../../../server/desk/files/imports/model';
import { planOf } from '../../../../server/desk/files/imports/plan';
import { createNames } from '../../../../server/store/perfumes';

const now = new Date('2026-11-29T00:00:00Z');
const houses = [
  { slug: 'ujeon', nameKo: '우전', nameEn: 'Ujeon', bottle: 'cylinder', cap: 'black' },
  { slug: 'mulbit', nameKo: '물빛', nameEn: 'Mulbit', bottle: 'cylinder', cap: 'black' },
] as const;
const notes = [
  { slug: 'rain', nameKo: '비', nameEn: 'Rain' },
  { slug: 'musk', nameKo: '머스크', nameEn: 'Musk' },
];
const known = { houses: createNames(houses), notes: createNames(notes), now };

const PERFUME: PerfumeOfFile = {
  house: 'ujeon',
  name_ko: '첫눈',
  name_en: 'First Snow',
  story_ko: '첫 줄\r\n둘째 줄 ',
  story_en: '',
  perfumer_ko: '',
  perfumer_en: '',
  ingredients_ko: '',
  ingredients_en: '',
  year: 2026,
  concentration: 'eau-de-parfum',
  alcohol_percent: 78.5,
  family: 'powdery',
  accords: { powdery: 80 },
  notes_top: ['rain'],
  notes_heart: [],
  notes_base: ['musk'],
  position: 1,
  published_at: new Date('2026-11-01T03:00:00Z'),
  archived: false,
};
const VARIANT: VariantOfFile = { volume_ml: 50, price: 98_000, stock: 10, low_stock: 2, archived: false };

interface Shop {
  readonly perfume?: Partial<PerfumeOfFile>;
  readonly variant?: Partial<VariantOfFile>;
  readonly slug?: string;
  readonly sku?: string;
}

function shopOf({ perfume = {}, variant = {}, slug = 'first-snow', sku = 'SNOW-050' }: Shop = {}): Snapshot {
  const values = { ...VARIANT, ...variant };
  const stored: StoredPerfume = { id: 1, slug, version: 1, values: { ...PERFUME, ...perfume }, picture: 'x' };
  const ofIt: StoredVariant = { id: 1, sku, slug, values };
  return {
    houses,
    notes,
    perfumes: new Map([[slug, stored]]),
    variants: new Map([[sku, ofIt]]),
    taken: new Map([[slug, new Map([[values.volume_ml, sku]])]]),
    left: new Map(slug === 'first-snow' ? [] : [['first-snow', slug]]),
    lastPosition: 1,
  };
}

/** As it was exported. */
const ROW: Readonly<Record<string, string>> = (() => {
  const written = (columns: typeof PERFUME_COLUMNS | typeof VARIANT_COLUMNS, values: object) =>
    columns.map(
      ({ name, column, type }) => [column, String(type.write(values[name as keyof typeof values], known))] as const,
    );
  const perfume = [['slug', 'first-snow'] as const, ...written(PERFUME_COLUMNS, PERFUME)];
  const variant = [['sku', 'SNOW-050'] as const, ...written(VARIANT_COLUMNS, VARIANT)];
  const mark = markOf('first-snow', perfume) + markOf('SNOW-050', variant);
  return Object.fromEntries([...perfume, ...variant, [MARK, mark]]);
})();

function taken(snapshot: Snapshot, ...changed: Readonly<Record<string, string>>[]) {
  const rows = changed.map((cells, at) => ({ line: at + 2, cells: { ...ROW, ...cells } }));
  const table = { source: { format: 'csv' as const }, columns: COLUMNS, rows, faults: [] };
  return planOf(table, snapshot, { now, keepsStock: false });
}

const NOTHING = { faults: [], perfumes: [], variants: [] };

/** What the desk and shoppers may have done since. */
const since: fc.Arbitrary<Shop> = fc.record({
  perfume: fc.record(
    {
      house: fc.constantFrom('ujeon', 'mulbit'),
      name_ko: fc.string(),
      story_ko: fc.string(),
      year: fc.integer({ min: 1900, max: 2100 }),
      accords: fc.constantFrom({ woody: 40 }, { powdery: 80, woody: 2 }),
      notes_top: fc.subarray(['rain', 'musk']),
      position: fc.integer({ min: -9, max: 9 }),
      published_at: fc.option(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
      ),
    },
    { requiredKeys: [] },
  ),
  variant: fc.record(
    {
      volume_ml: fc.constant(50),
      price: fc.integer({ min: 1, max: 1_000_000 }),
      stock: fc.nat(1_000),
      low_stock: fc.nat(10),
      archived: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
  slug: fc.constantFrom('first-snow', 'snow'),
  sku: fc.constantFrom('SNOW-050', 'SNOW-50ML'),
});

test('a row that comes back as it was exported changes nothing, whatever was done in the shop since', () => {
  fc.assert(fc.property(since, (shop) => expect(taken(shopOf(shop), {})).toMatchObject(NOTHING)));
});

test.each([
  ['the count, where bottles were sold', { variant: { stock: 7 } }],
  ['the price, where it was changed', { variant: { price: 90_000 } }],
  ['the size, where it was changed', { variant: { volume_ml: 60 } }],
  ['the name, where it was changed', { perfume: { name_ko: '눈' } }],
  ['the time, where it was hidden', { perfume: { published_at: null } }],
  ['all of it, where the perfume got another address', { slug: 'snow', perfume: { published_at: null } }],
  ['all of it, where the variant got another SKU', { sku: 'SNOW-50ML', variant: { stock: 7 } }],
])('an untouched row leaves %s', (_what, shop) => {
  expect(taken(shopOf(shop), {})).toMatchObject(NOTHING);
});

test.each([
  ['grouped digits', { price: '98,000', stock: '10' }],
  ['another way to write a time', { published_at: '2026. 11. 1. 12:00' }],
  ['line ends of its own, and blanks at an end cut', { story_ko: '첫 줄\n둘째 줄' }],
  ['the same by another name', { house: '우전', top_notes: '비', concentration: '오 드 퍼퓸' }],
])('a spreadsheet that writes %s has touched nothing', (_what, cells) => {
  const shop = { perfume: { published_at: null, house: 'mulbit', story_ko: 'x' }, variant: { price: 1, stock: 2 } };
  expect(taken(shopOf(shop), cells)).toMatchObject(NOTHING);
});

test('a cell that was changed changes just what it is about, and leaves what was done in the shop since', () => {
  const shop = shopOf({ variant: { stock: 7 }, perfume: { name_ko: '눈' } });
  expect(taken(shop, { price: '99000' })).toMatchObject({
    ...NOTHING,
    variants: [{ changes: { price: [98_000, 99_000] }, after: { stock: 7 } }],
  });
  expect(taken(shop, { year: '2027' })).toMatchObject({
    ...NOTHING,
    perfumes: [{ changes: { year: [2026, 2027] }, after: { name_ko: '눈' } }],
  });
});

test.each([
  ['a count, and bottles were sold', { variant: { stock: 7 } }, { stock: '15' }, 'stock', '7'],
  ['a price, and so did the desk', { variant: { price: 90_000 } }, { price: '99000' }, 'price', '90000'],
  ['a text, and it was emptied', { perfume: { story_ko: '' } }, { story_ko: '새' }, 'story_ko', '–'],
])('who changes %s, is told so in that cell', (_what, shop, cells, column, now) => {
  expect(taken(shopOf(shop), cells)).toMatchObject({
    ...NOTHING,
    faults: [{ line: 2, column, code: 'movedSince', values: { now } }],
  });
});

test('who changes a cell to what the shop has by now is right', () => {
  expect(taken(shopOf({ variant: { stock: 7 } }), { stock: '7' })).toMatchObject(NOTHING);
});

test('a row that is copied for a new size bears its perfume’s mark, and leaves the perfume alone, also as the first', () => {
  const copy = { sku: 'SNOW-100', volume_ml: '100' };
  const plan = taken(shopOf({ perfume: { name_ko: '눈' }, variant: { stock: 7 } }), copy, {});
  expect(plan).toMatchObject({ ...NOTHING, variants: [{ sku: 'SNOW-100', after: { price: 98_000, stock: 10 } }] });
  expect(plan.variants).toHaveLength(1);
});

test('a row with the mark of another is refused: rows got mixed up, or it was copied over', () => {
  const other = markOf('second-snow', [['slug', 'second-snow']]);
  expect(taken(shopOf(), { [MARK]: other, price: '1' })).toMatchObject({
    ...NOTHING,
    faults: [{ line: 2, column: MARK, code: 'otherMark' }],
  });
});

test('without its mark a row means all that it says', () => {
  const plan = taken(shopOf({ variant: { stock: 7 }, perfume: { name_ko: '눈' } }), { [MARK]: '' });
  expect(plan).toMatchObject({
    faults: [],
    perfumes: [{ changes: { name_ko: ['눈', '첫눈'] } }],
    variants: [{ changes: { stock: [7, 10] } }],
  });
});

test('what is in a shop that has none of it is new there, mark or not', () => {
  const empty = { ...shopOf(), perfumes: new Map(), variants: new Map(), taken: new Map() };
  expect(taken(empty, {})).toMatchObject({
    faults: [],
    perfumes: [{ slug: 'first-snow' }],
    variants: [{ sku: 'SNOW-050' }],
  });
});
