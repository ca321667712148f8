import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fitsStill } from '../../../server/seed/demo';
import { seedTestCatalogue } from '../../setup/catalogue';
import { withShop } from '../../setup/shop';

const shop = withShop();

test('a catalogue is seeded once, whatever was changed since', async () => {
  const ids = await seedTestCatalogue(shop);
  expect(Object.keys(ids).toSorted()).toEqual([
    'TST-AFTER-RAIN-010',
    'TST-AFTER-RAIN-050',
    'TST-WHITE-PORCELAIN-030',
    'TST-WHITE-PORCELAIN-100',
    'TST-YUZU-LANTERN-050',
    'TST-YUZU-LANTERN-100',
  ]);
  await shop.database.run`update variants set price = 1 where sku = 'TST-AFTER-RAIN-010'`;
  await seedTestCatalogue(shop);
  const rows = await shop.database.rows`
    select price, (select count(*) from variants) as variants, (select count(*) from perfume_notes) as notes
    from variants where sku = 'TST-AFTER-RAIN-010'`;
  expect(rows).toEqual([{ price: 1, variants: 6, notes: 11 }]);
});

test('pictures that have gone are drawn again, and the rows name what was drawn', async () => {
  await seedTestCatalogue(shop);
  const named = async (): Promise<string[]> => {
    const rows = await shop.database.rows<{ picture: string; aura: string }>`select picture, aura from perfumes`;
    return rows.flatMap(({ picture, aura }) => [picture, aura]);
  };
  const [lost = ''] = await named();
  await rm(path.join(shop.context.picturesDirectory, lost));
  await shop.database.run`update perfumes set aura = 'after-rain-aura.0123456789.svg' where slug = 'after-rain'`;
  await seedTestCatalogue(shop);
  const files = await readdir(shop.context.picturesDirectory);
  for (const name of await named()) expect(files).toContain(name);
});

test('the sign-in of a fresh shop is named as long as it fits', async () => {
  const { pool } = shop.database;
  const signIn = { email: 'shopper@example.com', password: 'four quiet words here' };
  await shop.visitor().register(signIn).expect(303);
  expect(await fitsStill(pool, signIn)).toBe(true);
  expect(await fitsStill(pool, { ...signIn, password: 'another one' })).toBe(false);
  await shop.database.run`delete from accounts where email = ${signIn.email}`;
  expect(await fitsStill(pool, signIn)).toBe(false);
});
