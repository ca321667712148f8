/** Three perfumes for tests, with numbers chosen so that sums, limits and empty shelves are easy to see. */
import { readdir } from 'node:fs/promises';
import { createPictureStore } from '../../server/pictures/store';
import type { SeedHouse, SeedNote } from '../../server/seed/catalogue/types';
import { seedCatalogue } from '../../server/seed/seed-catalogue';
import { lend } from './lend';
import { withShop, type ShopOptions, type TestShop } from './shop';

const notes: readonly SeedNote[] = [
  { slug: 'yuzu', name: { ko: '유자', en: 'Yuzu' }, group: 'citrus' },
  { slug: 'rain', name: { ko: '비', en: 'Rain' }, group: 'water' },
  { slug: 'iris', name: { ko: '붓꽃', en: 'Iris' }, group: 'flower' },
  { slug: 'pine', name: { ko: '소나무', en: 'Pine' }, group: 'wood' },
  { slug: 'musk', name: { ko: '머스크', en: 'Musk' }, group: 'animalic' },
];

const made = {
  story: { ko: '비가 그친 뒤의 마당이에요.', en: 'A yard when the rain has stopped.' },
  perfumer: { ko: '한서진', en: 'Han Seojin' },
  concentration: 'eau-de-parfum',
  alcoholPercent: 78,
} as const;

const testHouses: readonly SeedHouse[] = [
  {
    slug: 'test-house',
    name: { ko: '시험당', en: 'Test House' },
    story: { ko: '시험하는 집이에요.', en: 'A house for tests.' },
    skuPrefix: 'TST',
    bottle: 'cylinder',
    cap: 'black',
    perfumes: [
      {
        ...made,
        slug: 'after-rain',
        name: { ko: '비 온 뒤', en: 'After Rain' },
        year: 2019,
        family: 'aquatic',
        notes: { top: ['rain', 'yuzu'], heart: ['iris'], base: ['musk'] },
        accords: { ozonic: 80, marine: 40, green: 30 },
        variants: [
          { volumeMl: 10, price: 28_000, stock: 50 },
          { volumeMl: 50, price: 98_000, stock: 20 },
        ],
      },
      {
        ...made,
        slug: 'white-porcelain',
        name: { ko: '백자', en: 'White Porcelain' },
        year: 2021,
        family: 'powdery',
        notes: { top: ['rain'], heart: ['iris'], base: ['musk', 'pine'] },
        accords: { powdery: 85, iris: 60, musk: 40 },
        variants: [
          { volumeMl: 30, price: 90_000, stock: 5 },
          { volumeMl: 100, price: 210_000, stock: 3 },
        ],
      },
      {
        ...made,
        slug: 'yuzu-lantern',
        name: { ko: '유자 등불', en: 'Yuzu Lantern' },
        year: 2024,
        family: 'citrus',
        notes: { top: ['yuzu'], heart: ['pine'], base: ['musk'] },
        accords: { citrus: 90, woody: 35 },
        variants: [
          { volumeMl: 50, price: 154_000, stock: 0 },
          { volumeMl: 100, price: 240_000, stock: 0 },
        ],
      },
    ],
  },
];

export type VariantIds = Readonly<Record<string, number>>;

export async function seedTestCatalogue(shop: TestShop): Promise<VariantIds> {
  const { pool, clock, picturesDirectory } = shop.context;
  const store = createPictureStore({ directory: picturesDirectory });
  await seedCatalogue(pool, store, { houses: testHouses, notes }, clock.now());
  if ((await readdir(picturesDirectory)).length === 0) throw new Error('no picture was drawn');
  const rows = await shop.database.rows<{ sku: string; id: number }>`select sku, id from variants`;
  return Object.fromEntries(rows.map(({ sku, id }) => [sku, id]));
}

export const withCatalogue = (shop: TestShop): VariantIds =>
  lend<Record<string, number>>({ on: shop, open: () => seedTestCatalogue(shop) });

export function withStockedShop(options?: ShopOptions) {
  const shop = withShop(options);
  return { shop, ids: withCatalogue(shop) };
}
